package dev.azulejo.cli.bench;

import dev.azulejo.vqvae2.ModelConfig;
import dev.azulejo.vqvae2.Wiring;

/** The arithmetic of a training step of a model: its convolutions, as if each were computed directly, and the search for codes. */
public final class StepFlops {
    /** A multiplication and an addition, in three directions: forward, and the gradients of input and weights. */
    private static final long FLOPS = 2 * 3;

    private StepFlops() {}

    /** Floating-point operations of a step. */
    static double all(ModelConfig config, int batch) {
        return flops(config, batch) + search(config, batch);
    }

    /** Those of the distances between vectors and codes. */
    private static double search(ModelConfig config, int batch) {
        double multiplications = 0;
        for (int level = 0; level < config.levels(); level++) {
            double positions = (double) config.grid(level) * config.grid(level);
            multiplications += positions
                    * config.quantizer().codes(level)
                    * config.quantizer().dimension(level);
        }
        return 2 * batch * multiplications;
    }

    /** Those of its convolutions; the images themselves want no gradient. */
    static double flops(ModelConfig config, int batch) {
        double half = (double) config.imageSize() * config.imageSize() / 4;
        double toPixels = 16.0 * config.channels() * config.hidden(0) * half;
        double multiplications = 2 * toPixels;
        for (int level = 0; level < config.levels(); level++) {
            boolean top = level == config.levels() - 1;
            double positions = (double) config.grid(level) * config.grid(level);
            double h = config.hidden(level);
            double d = config.quantizer().dimension(level);
            double below = level == 0 ? h : config.hidden(level - 1);
            double blocks = config.resBlocks(level) * (9 + 1) * h * config.resChannels(level);
            // Between the halving nearest to the pixels and the codes: one at 1, 4, 16, ... times as many positions.
            double halvings = level == 0 ? (Math.pow(4, config.halvings() - 1) - 1) / 3 : 1;
            double encoder = 16 * below * h * halvings + 9 * h * h + blocks;
            double projection = (h + (config.wiring() != Wiring.REFERENCE && !top ? d : 0)) * d;
            double up = level == 0 ? h : config.quantizer().dimension(level - 1);
            double decoder = 9 * (top ? d : 2 * d) * h + blocks + 16 * h * up * halvings;
            multiplications += (encoder + projection + decoder) * positions;
        }
        return batch * (FLOPS * multiplications - 2 * toPixels);
    }
}
