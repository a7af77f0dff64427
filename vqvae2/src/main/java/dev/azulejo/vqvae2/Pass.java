package dev.azulejo.vqvae2;

import dev.azulejo.engine.IntTensor;
import dev.azulejo.engine.Tensor;
import dev.azulejo.vqvae2.VectorQuantizer.Quantized;
import java.util.List;

/**
 * What a pass through the model gives.
 *
 * @param reconstruction {@code [N,H,W,C]}
 * @param vqLoss a scalar, the sum of the levels' quantization losses
 * @param latents {@code [N,h,w,D]} a level, what was quantized
 * @param quantized what became of it, a level
 */
public record Pass(Tensor reconstruction, Tensor vqLoss, List<Tensor> latents, List<Quantized> quantized) {
    /**
     * The codes of every level.
     *
     * @return {@code [N,h,w]} a level
     */
    public List<IntTensor> indices() {
        return quantized.stream().map(Quantized::indices).toList();
    }

    /**
     * The finest codes.
     *
     * @return {@code [N,h,w]}
     */
    public IntTensor indicesBottom() {
        return quantized.getFirst().indices();
    }

    /**
     * The coarsest codes.
     *
     * @return {@code [N,h,w]}
     */
    public IntTensor indicesTop() {
        return quantized.getLast().indices();
    }
}
