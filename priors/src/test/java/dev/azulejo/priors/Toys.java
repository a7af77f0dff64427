package dev.azulejo.priors;

import dev.azulejo.engine.Backends;
import dev.azulejo.engine.Engine;
import dev.azulejo.engine.IntTensor;
import dev.azulejo.engine.Philox;
import dev.azulejo.engine.Shape;
import dev.azulejo.engine.Tensor;
import dev.azulejo.nn.Initializer;
import dev.azulejo.vqvae2.CodeStore;
import dev.azulejo.vqvae2.CodeStore.LevelCodes;
import java.util.List;

/** Small priors and codes that the tests share. */
final class Toys {
    /** hidden 8, residual 6, 4 layers, 2 attentions of 2 heads, kernel 3, no dropout. */
    static final PriorConfig CONFIG = new PriorConfig(8, 6, 4, 2, 2, 3, 0, 1, 1, 0);

    private Toys() {}

    static Engine engine() {
        return new Engine(Backends.choose());
    }

    static PriorConfig with(PriorConfig config, String... assignments) {
        var whole =
                new PriorConfiguration(config, PriorConfiguration.preset("tiny").training());
        return whole.with(List.of(assignments)).model();
    }

    /** A prior whose logits are far from equal, as if it had learned something. */
    static CodePrior opinionated(Engine engine, CodeGrid grid, PriorConfig config, long seed) {
        CodePrior prior = new CodePrior(grid, config, new Initializer(engine, seed));
        Tensor weight = prior.output.weight();
        weight.set(normals(weight.shape().size(), seed, 1));
        return prior;
    }

    static float[] normals(int count, long seed, int stream) {
        float[] values = new float[count];
        Philox.normals(seed, stream, 7, 0, values, 0, count);
        return values;
    }

    static Tensor randomTensor(Engine engine, Shape shape, long seed) {
        return engine.tensor(shape, normals(shape.size(), seed, 2));
    }

    static IntTensor randomCodes(Engine engine, int n, CodeGrid grid, long seed) {
        Shape shape = Shape.of(n, grid.height(), grid.width());
        return engine.ints(shape, randomInts(shape.size(), grid.codes(), seed));
    }

    /** A number in [0, 1). */
    static double uniform(int position, int image) {
        return Philox.uniform(5, 4, position, image);
    }

    static int[] randomInts(int count, int bound, long seed) {
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
    static CodeStore repeating(int images, int train, int codes, int height, int width, double stay) {
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
    static double repeatingEntropy(int codes, double stay) {
        double other = (1 - stay) / codes;
        double same = stay + other;
        return -same * Math.log(same) - (codes - 1) * other * Math.log(other);
    }
}
