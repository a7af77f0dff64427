package dev.azulejo.vqvae2.analysis;

import dev.azulejo.engine.IntTensor;
import dev.azulejo.engine.Tensor;
import dev.azulejo.vqvae2.VqVae2;
import dev.azulejo.vqvae2.quantize.VectorQuantizer;
import java.util.ArrayList;
import java.util.List;

/**
 * Codes between those of two images: on the way the vectors of the codes are mixed, and each mixture is the code nearest to
 * it. The ends are the images' own codes.
 *
 * @param model whose codes they are
 * @param from {@code [N,h,w]} per level, the bottom first
 * @param to codes of the same shapes
 */
public record CodePath(VqVae2 model, List<IntTensor> from, List<IntTensor> to) {
    /**
     * Checks the shapes.
     *
     * @throws IllegalArgumentException if they differ
     */
    public CodePath {
        from = List.copyOf(from);
        to = List.copyOf(to);
        for (int level = 0; level < model.config().levels(); level++) {
            if (!from.get(level).shape().equals(to.get(level).shape())) {
                throw new IllegalArgumentException("path: codes "
                        + from.get(level).shape() + " and " + to.get(level).shape() + "; expected the same shape");
            }
        }
    }

    /**
     * {@return the codes at a place of the way, {@code [N,h,w]} per level}
     *
     * @param shares how far each level is, the bottom first: 0 at the start, 1 at the end
     */
    public List<IntTensor> at(List<Double> shares) {
        List<IntTensor> codes = new ArrayList<>();
        for (int level = 0; level < from.size(); level++) {
            double share = shares.get(level);
            codes.add(share <= 0 ? from.get(level) : share >= 1 ? to.get(level) : between(level, share));
        }
        return codes;
    }

    private IntTensor between(int level, double share) {
        VectorQuantizer quantizer = model.quantizer(level);
        float[] mixed = quantizer.lookup(from.get(level)).toArray();
        Tensor end = quantizer.lookup(to.get(level));
        float[] values = end.toArray();
        for (int i = 0; i < mixed.length; i++) {
            mixed[i] += (float) (share * (values[i] - mixed[i]));
        }
        return quantizer.encode(end.engine().tensor(end.shape(), mixed));
    }

    /**
     * How far each level is where one moves after another, the top first.
     *
     * @param levels how many there are
     * @param share of the whole way
     * @return shares, the bottom first
     */
    public static List<Double> topFirst(int levels, double share) {
        List<Double> shares = new ArrayList<>();
        for (int level = 0; level < levels; level++) {
            shares.add(Math.clamp(share * levels - (levels - 1 - level), 0.0, 1.0));
        }
        return shares;
    }
}
