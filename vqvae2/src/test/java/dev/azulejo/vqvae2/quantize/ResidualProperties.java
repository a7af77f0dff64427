package dev.azulejo.vqvae2.quantize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.azulejo.engine.Backends;
import dev.azulejo.engine.Engine;
import dev.azulejo.engine.IntTensor;
import dev.azulejo.engine.Scope;
import dev.azulejo.engine.Shape;
import dev.azulejo.engine.Tensor;
import dev.azulejo.engine.random.Philox;
import dev.azulejo.nn.Initializer;
import dev.azulejo.nn.peer.Peers;
import dev.azulejo.vqvae2.quantize.VectorQuantizer.Quantized;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.lifecycle.AfterProperty;
import net.jqwik.api.lifecycle.BeforeProperty;

/** What holds for several codes a position. */
class ResidualProperties {
    private static final int DIMENSION = 3;
    private static final int ROWS = 30;

    private Engine engine;

    @BeforeProperty
    void open() {
        engine = new Engine(Backends.choose("vector", 2));
    }

    @AfterProperty
    void close() {
        engine.close();
    }

    @Property(tries = 30)
    void eachCodeIsTheNearestToWhatThoseBeforeLeaveOver(
            @ForAll @IntRange(min = 2, max = 12) int codes,
            @ForAll @IntRange(min = 2, max = 4) int depth,
            @ForAll int seed) {
        ResidualQuantizer quantizer = quantizer(codes, depth, CodebookInit.UNIFORM, seed);
        float[] table = normal(codes, seed, 0);
        quantizer.codebook().table().set(table);
        float[] z = normal(ROWS, seed, 1);
        try (Scope _ = engine.scope()) {
            Quantized q = quantizer.quantize(latents(z));
            int[] indices = q.indices().toArray();
            float[] values = q.values().toArray();
            double[] losses = new double[depth];
            for (int row = 0; row < ROWS; row++) {
                double[] rest = new double[DIMENSION];
                for (int i = 0; i < DIMENSION; i++) {
                    rest[i] = z[row * DIMENSION + i];
                }
                for (int at = 0; at < depth; at++) {
                    int chosen = indices[row * depth + at];
                    double least = Double.POSITIVE_INFINITY;
                    for (int k = 0; k < codes; k++) {
                        least = Math.min(least, distance(rest, table, k));
                    }
                    assertThat(distance(rest, table, chosen)).isCloseTo(least, within(1e-5));
                    for (int i = 0; i < DIMENSION; i++) {
                        rest[i] -= table[chosen * DIMENSION + i];
                        losses[at] += rest[i] * rest[i] / z.length;
                    }
                }
                for (int i = 0; i < DIMENSION; i++) {
                    int element = row * DIMENSION + i;
                    assertThat((double) values[element]).isCloseTo(z[element] - rest[i], within(1e-5));
                }
            }
            double mean = Arrays.stream(losses).average().orElseThrow();
            assertThat((double) q.loss().item()).isCloseTo(0.25 * mean, within(1e-5 * (1 + mean)));
        }
    }

    /** The codes move by the equations of one table over all the vectors that chose them, of every depth. */
    @Property(tries = 20)
    void learnsFromTheLeftOversAsATableOfMovingAveragesDoes(
            @ForAll @IntRange(min = 2, max = 12) int codes, @ForAll int seed) {
        int depth = 2;
        ResidualQuantizer residual = quantizer(codes, depth, CodebookInit.UNIFORM, seed);
        EmaQuantizer plain = new EmaQuantizer(
                codes,
                DIMENSION,
                new EmaQuantizer.Config(
                        codebook(codes),
                        new AverageSettings(0.9, 1e-5),
                        new StartSettings(CodebookInit.UNIFORM, 0, 0.5)),
                new Initializer(engine, seed));
        float[] table = normal(codes, seed, 0);
        for (VectorQuantizer each : List.of(residual, plain)) {
            each.parameters().get("embedding.weight").value().set(table);
            each.parameters().get("total").value().set(table);
        }
        float[] z = normal(ROWS, seed, 1);
        try (Scope _ = engine.scope()) {
            IntTensor indices = residual.encode(latents(z));
            residual.move(residual.statistics(residual.chosenFor(latents(z), indices), indices));
            float[] both = new float[depth * z.length];
            int[] chosen = indices.toArray();
            for (int row = 0; row < ROWS; row++) {
                for (int i = 0; i < DIMENSION; i++) {
                    float first = z[row * DIMENSION + i];
                    both[2 * row * DIMENSION + i] = first;
                    both[(2 * row + 1) * DIMENSION + i] = first - table[chosen[2 * row] * DIMENSION + i];
                }
            }
            plain.move(plain.statistics(latents(both), indices));
        }
        for (String name : List.of("embedding.weight", "count", "total")) {
            assertThat(residual.parameters().get(name).value().toArray())
                    .isEqualTo(plain.parameters().get(name).value().toArray());
        }
    }

    /** Begun with vectors and left-overs of a batch, a second code says something that the first could not. */
    @Property(tries = 20)
    void theFirstCodesServeTheSecondDepthToo(@ForAll int seed) {
        ResidualQuantizer quantizer = quantizer(64, 2, CodebookInit.DATA, seed);
        try (Scope _ = engine.scope()) {
            Tensor z = latents(normal(400, seed, 1));
            quantizer.start(z, 0, engine.ints(Shape.of(3), seed, 0, 1), Peers.alone());
            Codebook codebook = quantizer.codebook();
            float one = codebook.lookup(codebook.nearest(z)).meanSquaredError(z).item();
            float two =
                    quantizer.lookup(quantizer.encode(z)).meanSquaredError(z).item();
            assertThat(two).isLessThan(one / 2);
        }
    }

    private ResidualQuantizer quantizer(int codes, int depth, CodebookInit init, int seed) {
        var config = new ResidualQuantizer.Config(
                codebook(codes), new AverageSettings(0.9, 1e-5), new StartSettings(init, 0, 0.5), depth);
        return new ResidualQuantizer(codes, DIMENSION, config, new Initializer(engine, seed));
    }

    private static CodebookSettings codebook(int codes) {
        return new CodebookSettings(List.of(codes), List.of(DIMENSION), 0.25, Estimator.STRAIGHT_THROUGH);
    }

    private static double distance(double[] x, float[] table, int k) {
        double sum = 0;
        for (int i = 0; i < DIMENSION; i++) {
            double difference = x[i] - table[k * DIMENSION + i];
            sum += difference * difference;
        }
        return sum;
    }

    private Tensor latents(float[] z) {
        return engine.tensor(Shape.of(1, z.length / DIMENSION, 1, DIMENSION), z);
    }

    private static float[] normal(int rows, int seed, int stream) {
        float[] values = new float[rows * DIMENSION];
        Philox.normals(seed, stream, 0, 0, values, 0, values.length);
        return values;
    }
}
