package dev.azulejo.vqvae2;

import dev.azulejo.engine.Engine;
import dev.azulejo.engine.IntTensor;
import dev.azulejo.engine.Shape;
import dev.azulejo.engine.Tensor;
import dev.azulejo.nn.data.Batches;
import dev.azulejo.nn.data.ImageData;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * How well a model reconstructs images that it has not learned from, and how much of its codebooks it uses.
 *
 * @param images how many images
 * @param mse mean squared error over pixels in [0,1]; the reconstruction is not clamped
 * @param psnr peak signal-to-noise ratio, -10 log10(mse), in decibels
 * @param ssim mean {@link StructuralSimilarity}
 * @param levels use of the codebooks, the bottom first
 */
public record Evaluation(int images, double mse, double psnr, double ssim, List<CodeUse> levels) {
    /** Elements of a batch of hidden features that evaluation does not go beyond, some 256 MB. */
    private static final long MOST_ELEMENTS = 1L << 26;

    /**
     * Use of one codebook.
     *
     * @param name of the level
     * @param codes how many there are
     * @param used how many of them occur
     * @param perplexity exp of the entropy of their frequencies: 1 to {@code used}
     */
    public record CodeUse(String name, int codes, int used, double perplexity) {
        /**
         * Counts codes.
         *
         * @param name of the level
         * @param counts how often each code occurs
         * @return their use
         */
        public static CodeUse of(String name, long[] counts) {
            long total = 0;
            int used = 0;
            for (long count : counts) {
                total += count;
                used += count > 0 ? 1 : 0;
            }
            double entropy = 0;
            for (long count : counts) {
                if (count > 0) {
                    double p = (double) count / total;
                    entropy -= p * Math.log(p);
                }
            }
            return new CodeUse(name, counts.length, used, Math.exp(entropy));
        }
    }

    /**
     * Evaluates a model.
     *
     * @param engine where it lives
     * @param model the model
     * @param data images of its size
     * @return the figures
     */
    public static Evaluation of(Engine engine, VqVae2 model, ImageData data) {
        ModelConfig config = model.config();
        long[][] counts = new long[config.levels()][config.codebook().codes()];
        int size = data.imageBytes();
        int batch = batch(config, data);
        double squares = 0;
        double similarity = 0;
        var ssim = new StructuralSimilarity(data.height(), data.width(), data.channels());
        for (int first = 0; first < data.count(); first += batch) {
            int n = Math.min(batch, data.count() - first);
            float[] pixels = new float[n * size];
            Batches.copy(data, first, n, pixels, new int[n]);
            float[] reconstruction;
            try (var _ = engine.scope()) {
                Tensor images = engine.tensor(Shape.of(n, data.height(), data.width(), data.channels()), pixels);
                List<IntTensor> codes = model.encode(images);
                for (int level = 0; level < counts.length; level++) {
                    for (int code : codes.get(level).toArray()) {
                        counts[level][code]++;
                    }
                }
                reconstruction = model.decodeCodes(codes).toArray();
            }
            for (int i = 0; i < pixels.length; i++) {
                double error = (double) reconstruction[i] - pixels[i];
                squares += error * error;
            }
            double[] each = IntStream.range(0, n)
                    .parallel()
                    .mapToDouble(i -> ssim.compare(pixels, i * size, reconstruction, i * size))
                    .toArray();
            for (double value : each) { // in order: the same bits whoever computed them
                similarity += value;
            }
        }
        double mse = squares / ((double) data.count() * size);
        List<CodeUse> levels = new ArrayList<>();
        for (int level = 0; level < counts.length; level++) {
            levels.add(CodeUse.of(config.levelNames().get(level), counts[level]));
        }
        return new Evaluation(data.count(), mse, -10 * Math.log10(mse), similarity / data.count(), List.copyOf(levels));
    }

    /** Images at once: as many as keep the widest features in bounds. */
    static int batch(ModelConfig config, ImageData data) {
        long widest = (long) data.height() * data.width() / 4 * config.hidden();
        return (int) Math.clamp(MOST_ELEMENTS / widest, 1L, Math.min(250L, data.count()));
    }

    /**
     * The figures by name, for metrics.
     *
     * @return {@code held_out_mse}, {@code psnr} (not if all images are perfect, for then it is infinite), {@code ssim}, and {@code used_} and {@code perplexity_} of every level
     */
    public Map<String, Double> figures() {
        Map<String, Double> figures = new LinkedHashMap<>();
        figures.put("held_out_mse", mse);
        if (mse != 0) {
            figures.put("psnr", psnr);
        }
        figures.put("ssim", ssim);
        for (CodeUse level : levels) {
            figures.put("used_" + level.name(), (double) level.used());
            figures.put("perplexity_" + level.name(), level.perplexity());
        }
        return figures;
    }
}
