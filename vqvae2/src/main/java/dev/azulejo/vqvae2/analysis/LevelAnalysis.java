package dev.azulejo.vqvae2.analysis;

import dev.azulejo.engine.Engine;
import dev.azulejo.engine.IntTensor;
import dev.azulejo.engine.Shape;
import dev.azulejo.engine.Tensor;
import dev.azulejo.nn.data.Batches;
import dev.azulejo.nn.data.ImageData;
import dev.azulejo.vqvae2.ModelConfig;
import dev.azulejo.vqvae2.VqVae2;
import dev.azulejo.vqvae2.train.Evaluation.CodeUse;
import java.util.ArrayList;
import java.util.List;

/**
 * What each level of a model contributes, and how it uses its codes.
 *
 * @param images how many images were measured
 * @param contributions ways to decode without some levels, each with its error
 * @param codebooks use of the codes, the bottom level first
 */
public record LevelAnalysis(int images, List<Measured> contributions, List<Codebook> codebooks) {
    private static final long MOST_ELEMENTS = 1L << 24;
    private static final int MOST_IMAGES = 64;

    /**
     * A way to decode.
     *
     * @param contribution the way
     * @param mse its mean squared error over pixels in [0,1], not clamped
     */
    public record Measured(LevelAblation contribution, double mse) {
        /** {@return the peak signal-to-noise ratio, -10 log10(mse), in decibels} */
        public double psnr() {
            return -10 * Math.log10(mse);
        }
    }

    /**
     * The codes of a level.
     *
     * @param name of the level
     * @param counts how often each code occurs
     * @param side height and width of what a code stands for, in pixels
     * @param drawn {@code [codes, side, side, channels]}: the mean of what the model draws where the code is; zero for dead
     *     codes
     */
    @SuppressWarnings("ArrayRecordComponent") // Never compared.
    public record Codebook(String name, long[] counts, int side, float[] drawn) {
        /** {@return how many codes are used, and their perplexity} */
        public CodeUse use() {
            return CodeUse.of(name, counts);
        }

        /** {@return how many codes never occur} */
        public int dead() {
            return counts.length - use().used();
        }

        /** {@return the entropy of the codes' frequencies, in bits: at most log2 of their number} */
        public double entropyBits() {
            return Math.log(use().perplexity()) / Math.log(2);
        }
    }

    /**
     * Measures a model.
     *
     * @param engine where it lives
     * @param model the model
     * @param data images of its size
     * @param seed of the random codes in the place of levels that are left out
     * @return the analysis
     */
    public static LevelAnalysis of(Engine engine, VqVae2 model, ImageData data, long seed) {
        ModelConfig config = model.config();
        List<LevelAblation> ways = LevelAblation.of(config);
        double[] squares = new double[ways.size()];
        List<PatchMeans> patches = new ArrayList<>();
        for (int level = 0; level < config.levels(); level++) {
            patches.add(new PatchMeans(
                    model.quantizer(level).codes(), model.config().reduction(level), data));
        }
        long widest = (long) data.height() * data.width() / 4 * config.hidden(0);
        int batch = (int) Math.clamp(MOST_ELEMENTS / widest, 1L, MOST_IMAGES);
        for (int first = 0; first < data.count(); first += batch) {
            int n = Math.min(batch, data.count() - first);
            float[] pixels = new float[n * data.imageBytes()];
            Batches.copy(data, first, n, pixels, new int[n]);
            try (var _ = engine.scope()) {
                Tensor images = engine.tensor(Shape.of(n, data.height(), data.width(), data.channels()), pixels);
                List<IntTensor> codes = model.encode(images);
                for (int way = 0; way < squares.length; way++) {
                    float[] made = ways.get(way)
                            .decode(engine, model, codes, first, seed)
                            .toArray();
                    for (int i = 0; i < made.length; i++) {
                        double error = (double) made[i] - pixels[i];
                        squares[way] += error * error;
                    }
                    if (way == 0) { // by all levels
                        for (int level = 0; level < codes.size(); level++) {
                            patches.get(level).add(codes.get(level).toArray(), made);
                        }
                    }
                }
            }
        }
        List<Measured> measured = new ArrayList<>();
        for (int way = 0; way < squares.length; way++) {
            measured.add(new Measured(ways.get(way), squares[way] / ((double) data.count() * data.imageBytes())));
        }
        List<Codebook> codebooks = new ArrayList<>();
        for (int level = 0; level < patches.size(); level++) {
            codebooks.add(patches.get(level).codebook(config.levelNames().get(level)));
        }
        return new LevelAnalysis(data.count(), List.copyOf(measured), List.copyOf(codebooks));
    }
}
