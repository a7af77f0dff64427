package dev.azulejo.priors;

import dev.azulejo.engine.Backends;
import dev.azulejo.engine.Engine;
import dev.azulejo.engine.IntTensor;
import dev.azulejo.engine.Shape;
import dev.azulejo.engine.Tensor;
import dev.azulejo.engine.random.Philox;
import dev.azulejo.nn.Initializer;
import dev.azulejo.priors.train.PriorConfiguration;
import dev.azulejo.priors.train.PriorRun;
import dev.azulejo.vqvae2.ModelConfig;
import dev.azulejo.vqvae2.VqVae2;
import dev.azulejo.vqvae2.train.CodeStore;
import dev.azulejo.vqvae2.train.CodeStore.LevelCodes;
import dev.azulejo.vqvae2.train.Configuration;
import java.util.ArrayList;
import java.util.List;

/** Small priors and codes that the tests share. */
public final class Toys {
    /** hidden 8, residual 6, 4 layers, 2 attentions of 2 heads, kernel 3, no dropout. */
    public static final PriorConfig CONFIG = new PriorConfig(8, 6, 4, 2, 2, 3, 0, 1, 1, 0);

    private Toys() {}

    public static Engine engine() {
        return new Engine(Backends.choose());
    }

    public static PriorConfig with(PriorConfig config, String... assignments) {
        var whole =
                new PriorConfiguration(config, PriorConfiguration.preset("tiny").training());
        return whole.with(List.of(assignments)).model();
    }

    /** A prior whose logits are far from equal, as if it had learned something. */
    public static CodePrior opinionated(Engine engine, CodeGrid grid, PriorConfig config, long seed) {
        CodePrior prior = new CodePrior(grid, config, new Initializer(engine, seed));
        Tensor weight = prior.network().output().weight();
        weight.set(normals(weight.shape().size(), seed, 1));
        return prior;
    }

    public static float[] normals(int count, long seed, int stream) {
        float[] values = new float[count];
        Philox.normals(seed, stream, 7, 0, values, 0, count);
        return values;
    }

    public static Tensor randomTensor(Engine engine, Shape shape, long seed) {
        return engine.tensor(shape, normals(shape.size(), seed, 2));
    }

    public static IntTensor randomCodes(Engine engine, int n, CodeGrid grid, long seed) {
        Shape shape = Shape.of(n, grid.height(), grid.width());
        return engine.ints(shape, randomInts(shape.size(), grid.codes(), seed));
    }

    /** A number in [0, 1). */
    public static double uniform(int position, int image) {
        return Philox.uniform(5, 4, position, image);
    }

    public static int[] randomInts(int count, int bound, long seed) {
        int[] values = new int[count];
        for (int i = 0; i < count; i++) {
            values[i] = (int) Philox.below(bound, seed, 3, 0, i);
        }
        return values;
    }

    /**
     * Codes that mostly repeat the one before: it stays with probability stay, else is any of them, the same included. The
     * first one is the label.
     */
    public static CodeStore repeating(int images, int train, int codes, int height, int width, double stay) {
        int positions = height * width;
        int[] values = new int[images * positions];
        int[] labels = new int[images];
        for (int n = 0; n < images; n++) {
            for (int i = 0; i < positions; i++) {
                int at = n * positions + i;
                boolean repeat = i > 0 && Philox.uniform(11, 0, 0, at) < stay;
                values[at] = repeat ? values[at - 1] : (int) Philox.below(codes, 11, 1, 0, at);
            }
            labels[n] = values[n * positions];
        }
        var level = new LevelCodes("top", codes, height, width, values);
        List<String> classes = java.util.stream.IntStream.range(0, codes)
                .mapToObj(String::valueOf)
                .toList();
        return new CodeStore(List.of(level), labels, classes, train);
    }

    /** Entropy of a position of {@link #repeating} codes given the one before, in nats. */
    public static double repeatingEntropy(int codes, double stay) {
        double other = (1 - stay) / codes;
        double same = stay + other;
        return -same * Math.log(same) - (codes - 1) * other * Math.log(other);
    }

    /** A small model of 32x32 images. */
    public static VqVae2 model(Engine engine, int levels, String... more) {
        ModelConfig tiny = Configuration.preset("tiny")
                .with(List.of("levels=" + levels, "image_size=32"))
                .with(List.of(more))
                .model();
        return new VqVae2(tiny, new Initializer(engine, 1));
    }

    /** Random codes of a model, of three classes. */
    public static CodeStore store(ModelConfig config, int images) {
        List<LevelCodes> levels = new ArrayList<>();
        for (int level = 0; level < config.levels(); level++) {
            int side = config.grid(level);
            int codes = config.quantizer().codes(level);
            int depth = config.quantizer().depth();
            int[] values = randomInts(images * side * side * depth, codes, level);
            levels.add(new LevelCodes(config.levelNames().get(level), codes, side, side, depth, values));
        }
        return new CodeStore(levels, randomInts(images, 3, 9), List.of("a", "b", "c"), images - 2);
    }

    /** A prior of each level of a model. */
    public static List<CodePrior> priors(Engine engine, ModelConfig model, int classes) {
        CodeStore store = store(model, 3);
        List<CodePrior> priors = new ArrayList<>();
        for (int level = 0; level < model.levels(); level++) {
            priors.add(
                    opinionated(engine, PriorRun.grid(store, level, model), with(CONFIG, "classes=" + classes), level));
        }
        return priors;
    }
}
