package dev.azulejo.vqvae2;

import dev.azulejo.engine.Engine;
import dev.azulejo.engine.Functions;
import dev.azulejo.engine.IntTensor;
import dev.azulejo.engine.Philox;
import dev.azulejo.engine.Shape;
import dev.azulejo.engine.Tensor;
import java.util.Arrays;

/**
 * Leaves out the lower levels of some images of a batch: their quantized vectors are zero, so the decoder has to draw the
 * image from the levels above alone. Without it nothing makes an upper level say what a lower one can say too, and it falls
 * silent. A share of the images loses its lower levels; each of them keeps one, two, ... or all but one of the upper levels
 * with equal probability. Which images is a function of (seed, step).
 *
 * @param lowest the lowest level that each image keeps, 0 for all levels
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared.
record LevelDropout(int[] lowest) {
    /** A stream of Philox of its own; see {@link Philox}. */
    private static final int STREAM = 0x4c455653;

    /**
     * The images of a step.
     *
     * @param images how many
     * @param levels of the model
     * @param share of the images that lose levels, 0 to 1
     * @param seed of the run
     * @param step the step
     */
    static LevelDropout of(int images, int levels, double share, long seed, long step) {
        int[] lowest = new int[images];
        for (int i = 0; share > 0 && levels > 1 && i < images; i++) {
            if (Philox.uniform(seed, STREAM, step, 2L * i) < share) {
                lowest[i] = 1 + (int) Philox.below(levels - 1L, seed, STREAM, step, 2L * i + 1);
            }
        }
        return new LevelDropout(lowest);
    }

    /** All images keep all levels. */
    static LevelDropout none(int images) {
        return new LevelDropout(new int[images]);
    }

    /** Quantized vectors {@code [N,h,w,D]} of a level, zero for the images that lose it. */
    Tensor apply(int level, Tensor values) {
        if (Arrays.stream(lowest).noneMatch(l -> l > level)) {
            return values;
        }
        Engine engine = values.engine();
        Shape shape = values.shape();
        int positions = shape.get(1) * shape.get(2);
        int[] kept = new int[shape.rows()];
        for (int i = 0; i < lowest.length; i++) {
            Arrays.fill(kept, i * positions, (i + 1) * positions, lowest[i] > level ? 0 : 1);
        }
        float[] zerosAndOnes = new float[2 * shape.channels()];
        Arrays.fill(zerosAndOnes, shape.channels(), zerosAndOnes.length, 1);
        IntTensor rows = engine.ints(Shape.of(shape.get(0), shape.get(1), shape.get(2)), kept);
        Tensor table = engine.tensor(Shape.of(2, shape.channels()), zerosAndOnes);
        return values.times(Functions.gather(table, rows));
    }
}
