package dev.azulejo.vqvae2;

import dev.azulejo.engine.IntTensor;
import dev.azulejo.engine.Tensor;
import dev.azulejo.vqvae2.quantize.VectorQuantizer.Quantized;
import java.util.List;

/**
 * The results of a pass through the model. Lists begin at the finest level.
 *
 * @param reconstruction {@code [N,H,W,C]}
 * @param mse a scalar, the mean squared error of the reconstruction
 * @param vqLoss a scalar, the sum of the quantizers' losses
 * @param latents {@code [N,h,w,D]} of each level, what was quantized
 * @param quantized what became of it
 */
public record ModelOutput(
        Tensor reconstruction, Tensor mse, Tensor vqLoss, List<Tensor> latents, List<Quantized> quantized) {
    /** The results, with the losses of a reconstruction and of what was quantized on the way to it. */
    static ModelOutput of(Tensor reconstruction, Tensor images, List<Tensor> latents, List<Quantized> quantized) {
        Tensor mse = reconstruction.meanSquaredError(images);
        Tensor vqLoss = quantized.reversed().stream()
                .map(Quantized::loss)
                .reduce(Tensor::plus)
                .orElseThrow();
        return new ModelOutput(reconstruction, mse, vqLoss, latents, quantized);
    }

    /** {@return the loss that training minimises, a scalar: the reconstruction's error plus the quantizers' losses} */
    public Tensor loss() {
        return mse.plus(vqLoss);
    }

    /** {@return the codes, {@code [N,h,w]} per level} */
    public List<IntTensor> indices() {
        return quantized.stream().map(Quantized::indices).toList();
    }
}
