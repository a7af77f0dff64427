package dev.azulejo.vqvae2;

import dev.azulejo.engine.Engine;
import dev.azulejo.engine.IntTensor;
import dev.azulejo.engine.Shape;
import dev.azulejo.engine.Tensor;
import dev.azulejo.engine.random.Philox;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Leaves out the lower levels of some images of a batch: their quantized vectors are zero, so the decoder has to draw the
 * image from the levels above alone. Without it nothing makes an upper level say what a lower one can say too, and it falls
 * silent. A share of the images loses its lower levels; each of them keeps one, two, ... or all but one of the upper levels
 * with equal probability. Which images is a function of (seed, step).
 */
public final class LevelDropout {
    private static final int STREAM = 0x4C455653; // "LEVS"

    /** All images keep all levels. */
    public static final LevelDropout NONE = new LevelDropout(List.of());

    /** One per level but the top. */
    private final List<Mask> masks;

    /** Which images keep a level. */
    private static final class Mask {
        private final IntTensor rows;
        private final Tensor zerosAndOnes;

        private Mask(Engine engine, Shape grid, int dimension) {
            float[] values = new float[2 * dimension];
            Arrays.fill(values, dimension, values.length, 1);
            rows = engine.intState(grid, new int[grid.size()]);
            zerosAndOnes = engine.state(Shape.of(2, dimension), values);
        }

        private void set(int level, int... lowest) {
            int[] kept = new int[rows.shape().size()];
            int positions = kept.length / lowest.length;
            for (int i = 0; i < lowest.length; i++) {
                Arrays.fill(kept, i * positions, (i + 1) * positions, lowest[i] > level ? 0 : 1);
            }
            rows.set(kept);
        }

        private Tensor of(Tensor values) {
            return values.times(zerosAndOnes.gather(rows));
        }
    }

    private LevelDropout(List<Mask> masks) {
        this.masks = masks;
    }

    /**
     * Masks of a model's levels, to be {@link #set} before each step.
     *
     * @param engine where the model lives
     * @param config the model's
     * @param images shape of a batch, {@code [N,H,W,C]}
     */
    public LevelDropout(Engine engine, ModelConfig config, Shape images) {
        this(IntStream.range(0, config.levels() - 1)
                .mapToObj(level -> {
                    int reduction = config.reduction(level);
                    Shape grid = Shape.of(images.get(0), images.get(1) / reduction, images.get(2) / reduction);
                    return new Mask(engine, grid, config.quantizer().dimension(level));
                })
                .toList());
    }

    /**
     * The lowest level that each image of a step keeps, 0 for all levels.
     *
     * @param images how many
     * @param levels of the model
     * @param share of the images that lose levels, 0 to 1
     * @param seed of the run
     * @param step the step
     * @return which levels each image keeps
     */
    public static int[] draw(int images, int levels, double share, long seed, long step) {
        int[] lowest = new int[images];
        for (int i = 0; share > 0 && levels > 1 && i < images; i++) {
            if (Philox.uniform(seed, STREAM, step, 2L * i) < share) {
                lowest[i] = 1 + (int) Philox.below(levels - 1L, seed, STREAM, step, 2L * i + 1);
            }
        }
        return lowest;
    }

    /**
     * Chooses the lowest level that each image keeps.
     *
     * @param lowest one per image, 0 for all levels
     */
    public void set(int... lowest) {
        for (int level = 0; level < masks.size(); level++) {
            masks.get(level).set(level, lowest);
        }
    }

    /** Quantized vectors {@code [N,h,w,D]} of a level, zero for the images that lose it. */
    Tensor apply(int level, Tensor values) {
        return level < masks.size() ? masks.get(level).of(values) : values;
    }
}
