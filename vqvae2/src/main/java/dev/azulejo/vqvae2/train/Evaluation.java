package dev.azulejo.vqvae2.train;

import dev.azulejo.engine.Engine;
import dev.azulejo.nn.data.Batches;
import dev.azulejo.nn.data.ImageData;
import dev.azulejo.vqvae2.Inference;
import dev.azulejo.vqvae2.Levels;
import dev.azulejo.vqvae2.ModelConfig;
import dev.azulejo.vqvae2.VqVae2;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * The quality of a model's reconstructions of images that it has not learned from, and the use of its codebooks.
 *
 * @param images how many images
 * @param mse mean squared error over pixels in [0,1]; the reconstruction is not clamped
 * @param psnr peak signal-to-noise ratio, -10 log10(mse), in decibels
 * @param ssim mean {@link StructuralSimilarity}
 * @param levels use of the codebooks, the bottom first
 * @param prefixes what the upper levels alone reconstruct: the top first, without the prefix that is all levels
 * @param meanImageMse error of answering every image with the mean of all of them, which a level that says something beats
 */
public record Evaluation(
        int images,
        double mse,
        double psnr,
        double ssim,
        List<CodeUse> levels,
        List<Prefix> prefixes,
        double meanImageMse) {
    /**
     * Reconstruction by some of the upper levels.
     *
     * @param levels in words, as {@link Levels#word}
     * @param mse mean squared error over pixels in [0,1]
     */
    public record Prefix(String levels, double mse) {}

    /**
     * Use of one codebook.
     *
     * @param name of the level
     * @param codes how many there are
     * @param used how many of them occur
     * @param perplexity exp of the entropy of their frequencies: 1 to {@code used}; the more images, the nearer it comes to
     *     that of all images, from below
     * @param vectors how many codes were counted, that is images times codes of an image
     * @param depths of each of the codes of a position by itself; empty if a position has one
     */
    public record CodeUse(String name, int codes, int used, double perplexity, long vectors, List<CodeUse> depths) {
        /** A codebook of which less than one in so many is used has collapsed. */
        private static final int USABLE = 10;

        /** Copies the list. */
        public CodeUse {
            depths = List.copyOf(depths);
        }

        /**
         * {@return whether the codebook has collapsed: less than a tenth of the codes is used, or of the vectors if
         *     those are fewer}
         */
        public boolean isCollapsed() {
            return (long) USABLE * used < Math.min(codes, vectors);
        }

        /**
         * Counts codes.
         *
         * @param name of the level
         * @param counts how often each code occurs
         * @return their use
         */
        public static CodeUse of(String name, long[] counts) {
            return of(name, counts, List.of());
        }

        /**
         * Counts codes of which a position has several.
         *
         * @param name of the level
         * @param counts how often each code occurs at each depth
         * @return their use, of all depths together and of each
         */
        public static CodeUse of(String name, long[][] counts) {
            long[] all = new long[counts[0].length];
            List<CodeUse> depths = new ArrayList<>();
            for (long[] each : counts) {
                Arrays.setAll(all, code -> all[code] + each[code]);
                depths.add(of(name, each));
            }
            return of(name, all, counts.length == 1 ? List.of() : depths);
        }

        private static CodeUse of(String name, long[] counts, List<CodeUse> depths) {
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
            return new CodeUse(name, counts.length, used, Math.exp(entropy), total, depths);
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
        return of(new Inference(engine, model), model, data);
    }

    /** Evaluates a model again and again. */
    static Evaluation of(Inference inference, VqVae2 model, ImageData data) {
        List<Batch> batches = new ArrayList<>();
        Batch.forEach(inference, model, data, batches::add);
        return of(model.config(), data, batches);
    }

    /**
     * Adds up what was found batch by batch.
     *
     * @param config sizes of the model
     * @param data all the images
     * @param batches of {@link Inference#batch} images each, in their order
     * @return the figures: the same bits, whoever evaluated which batch
     */
    public static Evaluation of(ModelConfig config, ImageData data, List<Batch> batches) {
        List<Levels> shown = Levels.prefixes(config.levels());
        double[] squares = new double[shown.size()];
        double similarity = 0;
        for (Batch batch : batches) {
            Arrays.setAll(squares, i -> squares[i] + batch.squares()[i]);
            for (double value : batch.similarities()) {
                similarity += value;
            }
        }
        double pixels = (double) data.count() * data.imageBytes();
        double mse = squares[shown.size() - 1] / pixels;
        List<Prefix> prefixes = new ArrayList<>();
        for (int i = 0; i < shown.size() - 1; i++) {
            prefixes.add(new Prefix(shown.get(i).word(config), squares[i] / pixels));
        }
        List<CodeUse> levels = new ArrayList<>();
        for (int level = 0; level < config.levels(); level++) {
            long[][] counts =
                    new long[config.quantizer().depth()][config.quantizer().codes(level)];
            for (Batch batch : batches) {
                batch.count(level, counts);
            }
            levels.add(CodeUse.of(config.levelNames().get(level), counts));
        }
        return new Evaluation(
                data.count(),
                mse,
                -10 * Math.log10(mse),
                similarity / data.count(),
                List.copyOf(levels),
                List.copyOf(prefixes),
                ofMeanImage(data) / pixels);
    }

    /**
     * What a model makes of a batch of images, as it can travel; an {@link Evaluation} is made of all of them.
     *
     * @param codes per level, row-major
     * @param squares sums of squared errors by each prefix, all levels last
     * @param similarities of each image
     */
    @SuppressWarnings("ArrayRecordComponent") // Never compared.
    public record Batch(List<int[]> codes, double[] squares, double[] similarities) {
        /**
         * Goes through images.
         *
         * @param inference of the model
         * @param model the model
         * @param data the images
         * @param batches is given one after another
         */
        public static void forEach(Inference inference, VqVae2 model, ImageData data, Consumer<Batch> batches) {
            int size = data.imageBytes();
            var ssim = new StructuralSimilarity(data.height(), data.width(), data.channels());
            inference.run(data, Levels.prefixes(model.config().levels()), batch -> {
                float[] pixels = batch.pixels();
                double[] squares = batch.images().stream()
                        .mapToDouble(images -> squaredError(images.toArray(), pixels))
                        .toArray();
                float[] reconstruction = batch.images().getLast().toArray();
                double[] similarities = IntStream.range(0, pixels.length / size)
                        .parallel()
                        .mapToDouble(i -> ssim.compare(pixels, i * size, reconstruction, i * size))
                        .toArray();
                batches.accept(new Batch(batch.codes(), squares, similarities));
            });
        }

        private void count(int level, long[][] byDepth) {
            int[] found = codes.get(level);
            for (int i = 0; i < found.length; i++) {
                byDepth[i % byDepth.length][found[i]]++;
            }
        }
    }

    /** The sum of squared errors of answering with the mean of all images. */
    private static double ofMeanImage(ImageData data) {
        float[] pixels = new float[data.imageBytes()];
        double[] sums = new double[pixels.length];
        double squares = 0;
        for (int image = 0; image < data.count(); image++) {
            Batches.copy(data, image, 1, pixels, new int[1]);
            for (int i = 0; i < pixels.length; i++) {
                sums[i] += pixels[i];
                squares += (double) pixels[i] * pixels[i];
            }
        }
        double ofMeans = Arrays.stream(sums).map(sum -> sum * sum).sum() / data.count();
        return Math.max(0, squares - ofMeans);
    }

    private static double squaredError(float[] found, float[] expected) {
        double squares = 0;
        for (int i = 0; i < found.length; i++) {
            double error = (double) found[i] - expected[i];
            squares += error * error;
        }
        return squares;
    }

    /**
     * {@return the figures by name, for metrics: {@code held_out_mse}, {@code psnr} (not if all images are perfect, for
     *     then it is infinite), {@code ssim}, {@code used_} and {@code perplexity_} of every level, and
     *     {@code held_out_mse_} of every prefix}
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
            for (int depth = 0; depth < level.depths().size(); depth++) {
                CodeUse use = level.depths().get(depth);
                figures.put("used_" + level.name() + "_" + (depth + 1), (double) use.used());
                figures.put("perplexity_" + level.name() + "_" + (depth + 1), use.perplexity());
            }
        }
        for (Prefix prefix : prefixes) {
            figures.put("held_out_mse_" + prefix.levels(), prefix.mse());
        }
        return figures;
    }
}
