package dev.azulejo.vqvae2.quantize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.azulejo.engine.Backends;
import dev.azulejo.engine.Engine;
import dev.azulejo.engine.Scope;
import dev.azulejo.engine.Shape;
import dev.azulejo.engine.Tape;
import dev.azulejo.engine.Tensor;
import dev.azulejo.engine.random.Philox;
import dev.azulejo.nn.Initializer;
import dev.azulejo.vqvae2.quantize.VectorQuantizer.Quantized;
import dev.azulejo.vqvae2.train.Configuration;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.lifecycle.AfterProperty;
import net.jqwik.api.lifecycle.BeforeProperty;

/** What holds for every quantizer that chooses the nearest of a table of codes, however they are learned. */
class TableProperties {
    private Engine engine;

    @BeforeProperty
    void open() {
        engine = new Engine(Backends.choose("vector", 2));
    }

    @AfterProperty
    void close() {
        engine.close();
    }

    @Property(tries = 50)
    void theNearestCodeIsChosenAndTiesGoToTheLowest(
            @ForAll Learned kind,
            @ForAll @IntRange(min = 2, max = 40) int codes,
            @ForAll @IntRange(min = 1, max = 9) int dimension,
            @ForAll @IntRange(min = 1, max = 30) int rows,
            @ForAll int seed) {
        // Small whole numbers: distances are exact, and ties frequent.
        float[] table = whole(codes * dimension, seed, 0);
        float[] z = whole(rows * dimension, seed, 1);
        VectorQuantizer quantizer = quantizer(kind, codes, dimension, table);
        try (Scope _ = engine.scope()) {
            Quantized quantized = quantizer.quantize(engine.tensor(Shape.of(1, rows, 1, dimension), z));
            int[] indices = quantized.indices().toArray();
            float[] values = quantized.values().toArray();
            for (int r = 0; r < rows; r++) {
                int best = bruteForce(z, r, table, codes, dimension);
                assertThat(indices[r]).isEqualTo(best);
                for (int d = 0; d < dimension; d++) {
                    assertThat(values[r * dimension + d]).isEqualTo(table[best * dimension + d]);
                }
            }
        }
    }

    @Property(tries = 30)
    void quantizingCodesGivesThemselves(
            @ForAll Learned kind, @ForAll @IntRange(min = 2, max = 60) int codes, @ForAll int seed) {
        float[] table = normal(codes * 4, seed, 0);
        VectorQuantizer quantizer = quantizer(kind, codes, 4, table);
        try (Scope _ = engine.scope()) {
            Quantized once = quantizer.quantize(engine.tensor(Shape.of(codes, 1, 1, 4), table));
            for (int k = 0; k < codes; k++) {
                assertThat(once.indices().toArray()[k]).isEqualTo(k);
            }
            Quantized twice = quantizer.quantize(once.values());
            assertThat(twice.values().toArray()).isEqualTo(once.values().toArray());
            assertThat(twice.loss().item()).isZero();
        }
    }

    @Property(tries = 30)
    void permutingTheCodebookPermutesIndicesOnly(
            @ForAll Learned kind, @ForAll @IntRange(min = 2, max = 30) int codes, @ForAll int seed) {
        int dimension = 3;
        float[] table = normal(codes * dimension, seed, 0);
        float[] z = normal(25 * dimension, seed, 1);
        int shift = 1 + Math.floorMod(seed, codes - 1);
        float[] rotated = new float[table.length];
        for (int k = 0; k < codes; k++) {
            System.arraycopy(table, k * dimension, rotated, (k + shift) % codes * dimension, dimension);
        }
        try (Scope _ = engine.scope()) {
            Tensor latents = engine.tensor(Shape.of(1, 5, 5, dimension), z);
            Quantized plain = quantizer(kind, codes, dimension, table).quantize(latents);
            Quantized moved = quantizer(kind, codes, dimension, rotated).quantize(latents);
            assertThat(moved.values().toArray()).isEqualTo(plain.values().toArray());
            int[] expected = plain.indices().toArray();
            int[] found = moved.indices().toArray();
            for (int i = 0; i < found.length; i++) {
                assertThat(found[i]).isEqualTo((expected[i] + shift) % codes);
            }
        }
    }

    @Property(tries = 20)
    void gradientsAreStraightThroughPlusCommitment(
            @ForAll Learned kind, @ForAll @IntRange(min = 2, max = 20) int codes, @ForAll int seed) {
        int dimension = 3;
        int rows = 8;
        int n = rows * dimension;
        float[] table = normal(codes * dimension, seed, 0);
        float[] z = normal(n, seed, 1);
        float[] upstream = normal(n, seed, 2);
        double beta = 0.25;
        VectorQuantizer quantizer = quantizer(kind, codes, dimension, table);
        Tensor latents = engine.parameter(Shape.of(2, 2, 2, dimension), z);
        try (Tape tape = engine.tape()) {
            Quantized q = quantizer.quantize(latents);
            int[] indices = q.indices().toArray();
            Tensor weighted = q.values().times(engine.tensor(latents.shape(), upstream));
            tape.backward(weighted.sum().plus(q.loss()));
            float[] found = tape.gradient(latents).toArray();
            float[] codeGradient = new float[table.length];
            for (int i = 0; i < n; i++) {
                int at = indices[i / dimension] * dimension + i % dimension;
                double expected = upstream[i] + beta * 2 * (z[i] - table[at]) / n;
                assertThat((double) found[i]).isCloseTo(expected, within(1e-5));
                codeGradient[at] += 2 * (table[at] - z[i]) / n;
            }
            Tensor ofCodes = tape.gradient(codebook(quantizer).table());
            if (kind == Learned.EMA) {
                assertThat(ofCodes).as("moving averages have no gradient").isNull();
            } else {
                for (int i = 0; i < codeGradient.length; i++) {
                    assertThat(ofCodes.toArray()[i]).isCloseTo(codeGradient[i], within(1e-5f));
                }
            }
        }
    }

    @Property(tries = 20)
    void embedLooksUpWhatForwardGives(@ForAll Learned kind, @ForAll int seed) {
        VectorQuantizer quantizer = quantizer(kind, 17, 5, normal(17 * 5, seed, 0));
        try (Scope _ = engine.scope()) {
            Quantized q = quantizer.quantize(engine.tensor(Shape.of(2, 3, 4, 5), normal(120, seed, 1)));
            assertThat(q.indices().shape()).isEqualTo(Shape.of(2, 3, 4));
            assertThat(quantizer.lookup(q.indices()).toArray())
                    .isEqualTo(q.values().toArray());
        }
    }

    /** How a table of codes is learned. */
    enum Learned {
        GRADIENT,
        EMA
    }

    private VectorQuantizer quantizer(Learned kind, int codes, int dimension, float[] table) {
        QuantizerConfig config = Configuration.preset("reference")
                .with(List.of("quantizer=" + kind, "codes=" + codes, "code_dim=" + dimension))
                .model()
                .quantizer();
        VectorQuantizer quantizer = config.create(0, new Initializer(engine, 0));
        codebook(quantizer).table().set(table);
        return quantizer;
    }

    private static Codebook codebook(VectorQuantizer quantizer) {
        return switch (quantizer) {
            case GradientQuantizer q -> q.codebook();
            case EmaQuantizer q -> q.codebook();
            default -> throw new AssertionError();
        };
    }

    private static int bruteForce(float[] z, int row, float[] table, int codes, int dimension) {
        int best = 0;
        double least = Double.POSITIVE_INFINITY;
        for (int k = 0; k < codes; k++) {
            double distance = 0;
            for (int d = 0; d < dimension; d++) {
                double difference = (double) z[row * dimension + d] - table[k * dimension + d];
                distance += difference * difference;
            }
            if (distance < least) {
                least = distance;
                best = k;
            }
        }
        return best;
    }

    private static float[] whole(int n, int seed, int stream) {
        float[] values = new float[n];
        for (int i = 0; i < n; i++) {
            values[i] = Philox.below(3, seed, stream, 0, i) - 1f;
        }
        return values;
    }

    private static float[] normal(int n, int seed, int stream) {
        float[] values = new float[n];
        Philox.normals(seed, stream, 0, 0, values, 0, n);
        return values;
    }
}
