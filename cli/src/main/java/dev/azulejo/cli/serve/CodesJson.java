package dev.azulejo.cli.serve;

import dev.azulejo.engine.Engine;
import dev.azulejo.engine.IntTensor;
import dev.azulejo.engine.Shape;
import dev.azulejo.nn.io.JsonObject;
import dev.azulejo.priors.sampling.KnownCodes;
import dev.azulejo.vqvae2.ModelConfig;
import dev.azulejo.vqvae2.quantize.VectorQuantizer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Codes of an image as JSON: under the name of each level a list of rows. Where a level has several codes per position, they
 * stand side by side in a row.
 *
 * @param model whose codes they are
 */
record CodesJson(ModelConfig model) {
    int columns(int level) {
        return model.grid(level) * model.quantizer().depth();
    }

    /** The codes of each image of a batch. */
    List<Map<String, Object>> write(List<IntTensor> codes) {
        int count = codes.getFirst().shape().get(0);
        List<int[]> values = codes.stream().map(IntTensor::toArray).toList();
        List<Map<String, Object>> images = new ArrayList<>();
        for (int n = 0; n < count; n++) {
            Map<String, Object> levels = new LinkedHashMap<>();
            for (int level = 0; level < model.levels(); level++) {
                int columns = columns(level);
                List<List<Integer>> rows = new ArrayList<>();
                for (int row = 0; row < model.grid(level); row++) {
                    List<Integer> line = new ArrayList<>();
                    for (int column = 0; column < columns; column++) {
                        line.add(values.get(level)[(n * model.grid(level) + row) * columns + column]);
                    }
                    rows.add(line);
                }
                levels.put(model.levelNames().get(level), rows);
            }
            images.add(levels);
        }
        return images;
    }

    /**
     * The codes of an image, per level, the bottom first.
     *
     * @param open whether -1 may stand where a code is to be drawn
     */
    List<int[]> read(Object value, boolean open) {
        JsonObject json = JsonObject.of(value, "codes");
        List<int[]> levels = new ArrayList<>();
        for (int level = 0; level < model.levels(); level++) {
            String name = model.levelNames().get(level);
            List<Object> rows = json.list(name);
            requireSize(name + ": rows", rows.size(), model.grid(level));
            int columns = columns(level);
            int[] codes = new int[model.grid(level) * columns];
            for (int row = 0; row < rows.size(); row++) {
                if (!(rows.get(row) instanceof List<?> line)) {
                    throw new Refusal(Refusal.BAD, "codes: " + name + ": expected a list of lists");
                }
                requireSize(name + ": codes of row " + row, line.size(), columns);
                for (int column = 0; column < columns; column++) {
                    codes[row * columns + column] = code(level, line.get(column), open);
                }
            }
            levels.add(codes);
        }
        return levels;
    }

    private int code(int level, Object value, boolean open) {
        int codes = model.quantizer().codes(level);
        int least = open ? KnownCodes.DRAWN : 0;
        if (value instanceof Long code && code >= least && code < codes) {
            return code.intValue();
        }
        throw new Refusal(
                Refusal.BAD,
                "codes: " + model.levelNames().get(level) + ": expected whole numbers from " + least + " to "
                        + (codes - 1) + (open ? ", -1 for one to draw" : "") + ", found " + value);
    }

    private static void requireSize(String what, int found, int expected) {
        if (found != expected) {
            throw new Refusal(Refusal.BAD, "codes: " + what + ": expected " + expected + ", found " + found);
        }
    }

    /** The codes of images, as the model takes them. */
    List<IntTensor> tensors(Engine engine, List<List<int[]>> images) {
        List<IntTensor> tensors = new ArrayList<>();
        int depth = model.quantizer().depth();
        for (int level = 0; level < model.levels(); level++) {
            int grid = model.grid(level);
            Shape shape = VectorQuantizer.indices(images.size(), grid, grid, depth);
            tensors.add(engine.ints(shape, repeated(images, level)));
        }
        return tensors;
    }

    /** The codes of a level of all images, one image after another. */
    static int[] repeated(List<List<int[]>> images, int level) {
        int size = images.getFirst().get(level).length;
        int[] all = new int[images.size() * size];
        for (int i = 0; i < images.size(); i++) {
            System.arraycopy(images.get(i).get(level), 0, all, i * size, size);
        }
        return all;
    }
}
