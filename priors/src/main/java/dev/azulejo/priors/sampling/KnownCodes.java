package dev.azulejo.priors.sampling;

import dev.azulejo.engine.Engine;
import dev.azulejo.engine.IntTensor;
import dev.azulejo.engine.Shape;
import dev.azulejo.engine.Tensor;
import dev.azulejo.nn.message.UserException;
import dev.azulejo.vqvae2.ModelConfig;
import dev.azulejo.vqvae2.VqVae2;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Codes that are given, where sampling draws only the others. A given code is kept exactly, and the codes after it in
 * raster order are drawn given it; those before it know nothing of it.
 *
 * @param levels {@code [N*h*w]} (or {@code [N*h*w*Q]}) per level, the bottom first: the code that is kept, or {@link #DRAWN}
 */
public record KnownCodes(List<int[]> levels) {
    /** Stands where no code is given. */
    public static final int DRAWN = -1;

    /**
     * {@return how many rows of the top level's codes stand for the upper part of images}
     *
     * @param model the model's sizes
     * @param share of the height
     */
    public static int rows(ModelConfig model, double share) {
        return (int) Math.floor(share * model.grid(model.levels() - 1) + 1e-9); // So that 0.7 of 10 is 7.
    }

    /**
     * Codes of images of which the upper part is given: the codes of the rows that stand for that part alone. What lies
     * below is not read: it is encoded as if the last given row went on.
     *
     * @param model encodes the images
     * @param images {@code [N,H,W,C]}
     * @param rows how many rows of the top level's codes are given
     * @return the codes of these rows, on every level
     * @throws UserException if that is no row, or all of them
     */
    public static KnownCodes ofUpperPart(VqVae2 model, Tensor images, int rows) {
        ModelConfig config = model.config();
        int top = images.shape().get(1) / config.multiple();
        if (rows < 1 || rows >= top) {
            throw new UserException("complete: " + rows + " of " + top
                    + " rows of the top level's codes are given; expected 1 to " + (top - 1)
                    + ", so that there is something to begin with and something to complete");
        }
        List<int[]> known = new ArrayList<>();
        List<IntTensor> codes = model.encode(withoutLowerPart(images, rows * config.multiple()));
        for (IntTensor level : codes) {
            int height = level.shape().get(1);
            int[] values = level.toArray();
            int width = values.length / (level.shape().get(0) * height); // With all codes of a position.
            for (int row = 0; row < values.length / width; row++) {
                if (row % height >= rows * height / top) {
                    Arrays.fill(values, row * width, (row + 1) * width, DRAWN);
                }
            }
            known.add(values);
        }
        return new KnownCodes(List.copyOf(known));
    }

    /** Images in which the last of the upper rows goes on to the lower edge. */
    private static Tensor withoutLowerPart(Tensor images, int rows) {
        Engine engine = images.engine();
        Shape shape = images.shape();
        int height = shape.get(1);
        int width = shape.get(2) * shape.get(3);
        float[] pixels = images.toArray();
        for (int n = 0; n < shape.get(0); n++) {
            for (int row = rows; row < height; row++) {
                System.arraycopy(pixels, (n * height + rows - 1) * width, pixels, (n * height + row) * width, width);
            }
        }
        return engine.tensor(shape, pixels);
    }

    /**
     * Codes of the upper levels of images; the levels below are drawn.
     *
     * @param codes {@code [N,h,w]} per level, the bottom first
     * @param lowest the lowest level that is given
     * @return all codes of that level and those above it
     * @throws UserException if that leaves no level to draw, or no level given
     */
    public static KnownCodes ofLevelsFrom(List<IntTensor> codes, int lowest) {
        if (lowest < 1 || lowest >= codes.size()) {
            throw new UserException("keep: the levels from " + lowest + " on are given, of " + codes.size()
                    + "; expected 1 to " + (codes.size() - 1) + ", so that a level is kept and a level is drawn");
        }
        List<int[]> known = new ArrayList<>();
        for (int level = 0; level < codes.size(); level++) {
            int[] values = codes.get(level).toArray();
            if (level < lowest) {
                Arrays.fill(values, DRAWN);
            }
            known.add(values);
        }
        return new KnownCodes(List.copyOf(known));
    }
}
