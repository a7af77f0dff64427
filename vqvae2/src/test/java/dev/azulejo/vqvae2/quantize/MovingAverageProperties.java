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

/** What holds for codebooks of moving averages. */
class MovingAverageProperties {
    private static final int DIMENSION = 3;

    private Engine engine;

    @BeforeProperty
    void open() {
        engine = new Engine(Backends.choose("vector", 2));
    }

    @AfterProperty
    void close() {
        engine.close();
    }

    @SuppressWarnings("ArrayRecordComponent") // Never compared whole.
    private record State(float[] weight, float[] count, float[] total) {
        static State of(EmaQuantizer quantizer) {
            var parameters = quantizer.parameters();
            return new State(
                    parameters.get("embedding.weight").value().toArray(),
                    parameters.get("count").value().toArray(),
                    parameters.get("total").value().toArray());
        }
    }

    @Property(tries = 30)
    void oneStepIsTheEquationsOfThePaper(
            @ForAll @IntRange(min = 2, max = 20) int codes,
            @ForAll @IntRange(min = 1, max = 40) int rows,
            @ForAll int seed) {
        EmaQuantizer quantizer = quantizer(codes, 0.99, 1e-5, seed);
        float[] z = normal(rows, seed, 1);
        State before = State.of(quantizer);
        int[] indices = learn(quantizer, z);
        State after = State.of(quantizer);
        double[] counts = new double[codes];
        double[] totals = new double[codes * DIMENSION];
        for (int k = 0; k < codes; k++) {
            counts[k] = 0.99 * before.count[k];
            for (int d = 0; d < DIMENSION; d++) {
                totals[k * DIMENSION + d] = 0.99 * before.total[k * DIMENSION + d];
            }
        }
        for (int r = 0; r < rows; r++) {
            counts[indices[r]] += 0.01;
            for (int d = 0; d < DIMENSION; d++) {
                totals[indices[r] * DIMENSION + d] += 0.01 * z[r * DIMENSION + d];
            }
        }
        double n = Arrays.stream(counts).sum();
        double smoothedSum = 0;
        for (int k = 0; k < codes; k++) {
            double smoothed = (counts[k] + 1e-5) / (n + codes * 1e-5) * n;
            smoothedSum += smoothed;
            assertThat((double) after.count[k]).isCloseTo(counts[k], within(1e-5));
            for (int i = k * DIMENSION; i < (k + 1) * DIMENSION; i++) {
                assertThat((double) after.total[i]).isCloseTo(totals[i], within(1e-5));
                assertThat((double) after.weight[i]).isCloseTo(totals[i] / smoothed, within(1e-4));
            }
        }
        assertThat(smoothedSum).as("smoothing keeps the sum").isCloseTo(n, within(1e-9));
    }

    @Property(tries = 20)
    void withDecayOneNothingMoves(@ForAll @IntRange(min = 2, max = 20) int codes, @ForAll int seed) {
        EmaQuantizer quantizer = quantizer(codes, 1, 0, seed);
        State before = State.of(quantizer);
        learn(quantizer, normal(15, seed, 1));
        State after = State.of(quantizer);
        assertThat(after.count).isEqualTo(before.count);
        assertThat(after.total).isEqualTo(before.total);
        assertThat(after.weight).isEqualTo(before.weight);
    }

    @Property(tries = 20)
    void withDecayZeroCodesAreTheMeansOfTheirVectors(@ForAll @IntRange(min = 2, max = 10) int codes, @ForAll int seed) {
        EmaQuantizer quantizer = quantizer(codes, 0, 1e-12, seed);
        int rows = 50;
        float[] z = normal(rows, seed, 1);
        int[] indices = learn(quantizer, z);
        float[] weight = State.of(quantizer).weight;
        for (int k = 0; k < codes; k++) {
            int code = k;
            long chosen = Arrays.stream(indices).filter(i -> i == code).count();
            for (int d = 0; d < DIMENSION && chosen > 0; d++) {
                double sum = 0;
                for (int r = 0; r < rows; r++) {
                    sum += indices[r] == k ? z[r * DIMENSION + d] : 0;
                }
                assertThat((double) weight[k * DIMENSION + d]).isCloseTo(sum / chosen, within(1e-4));
            }
        }
    }

    @Property(tries = 10)
    void codesThatNobodyChoosesStayFiniteAndSmall(@ForAll int seed) {
        EmaQuantizer quantizer = quantizer(40, 0.9, 1e-5, seed);
        float[] one = normal(1, seed, 1);
        for (int step = 0; step < 300; step++) {
            learn(quantizer, one);
        }
        float most = 0;
        for (float value : State.of(quantizer).weight) {
            assertThat(value).isFinite();
            most = Math.max(most, Math.abs(value));
        }
        assertThat(most).as("decayed, not blown up").isLessThan(10);
    }

    @Property(tries = 10)
    void evaluationMovesNothing(@ForAll int seed) {
        EmaQuantizer quantizer = quantizer(12, 0.9, 1e-5, seed);
        State before = State.of(quantizer);
        try (Scope _ = engine.scope()) {
            Tensor z = latents(normal(20, seed, 1));
            quantizer.quantize(z);
            quantizer.lookup(quantizer.encode(z));
        }
        State after = State.of(quantizer);
        assertThat(after.weight).isEqualTo(before.weight);
        assertThat(after.count).isEqualTo(before.count);
        assertThat(after.total).isEqualTo(before.total);
    }

    @Property(tries = 20)
    void restartReplacesUnderUsedCodesOnlyAndByVectorsOfTheBatch(
            @ForAll @IntRange(min = 2, max = 30) int codes,
            @ForAll @IntRange(min = 1, max = 10) int rows,
            @ForAll int seed) {
        EmaQuantizer quantizer = quantizer(codes, 0.99, 1e-5, seed);
        float[] counts = new float[codes];
        for (int k = 0; k < codes; k++) {
            counts[k] = k % 3 == 0 ? 0.4f : 0.6f; // restart_below is 0.5
        }
        quantizer.parameters().get("count").value().set(counts);
        State before = State.of(quantizer);
        float[] z = normal(rows, seed, 1);
        restart(quantizer, z, seed);
        State after = State.of(quantizer);
        for (int k = 0; k < codes; k++) {
            float[] code = row(after.weight, k);
            if (k % 3 == 0) {
                assertThat(after.count[k]).isEqualTo(1);
                assertThat(row(after.total, k)).isEqualTo(code);
                boolean fromBatch = false;
                for (int r = 0; r < rows; r++) {
                    fromBatch |= Arrays.equals(row(z, r), code);
                }
                assertThat(fromBatch).as("code %d is a vector of the batch", k).isTrue();
            } else {
                assertThat(after.count[k]).isEqualTo(before.count[k]);
                assertThat(row(after.total, k)).isEqualTo(row(before.total, k));
                assertThat(code).isEqualTo(row(before.weight, k));
            }
        }
    }

    @Property(tries = 20)
    void firstCodesAreVectorsOfTheBatchEvenIfThereAreFewer(
            @ForAll @IntRange(min = 2, max = 50) int codes,
            @ForAll @IntRange(min = 1, max = 8) int rows,
            @ForAll int seed) {
        EmaQuantizer quantizer = quantizer(codes, 0.99, 1e-5, seed);
        float[] z = normal(rows, seed, 1);
        try (Scope _ = engine.scope()) {
            quantizer.start(latents(z), 0, key(seed), Peers.alone());
            Quantized quantized = quantizer.quantize(latents(row(State.of(quantizer).weight, codes - 1)));
            assertThat(quantized.loss().item()).as("the code is there").isZero();
        }
        State state = State.of(quantizer);
        assertThat(state.count).containsOnly(1f);
        assertThat(state.total).isEqualTo(state.weight);
        for (int k = 0; k < codes; k++) {
            float[] code = row(state.weight, k);
            assertThat(java.util.stream.IntStream.range(0, rows).anyMatch(r -> Arrays.equals(row(z, r), code)))
                    .isTrue();
        }
    }

    private EmaQuantizer quantizer(int codes, double decay, double epsilon, int seed) {
        var config = new EmaQuantizer.Config(
                new CodebookSettings(List.of(codes), List.of(DIMENSION), 0.25, Estimator.STRAIGHT_THROUGH),
                new AverageSettings(decay, epsilon),
                new StartSettings(CodebookInit.DATA, 10, 0.5));
        EmaQuantizer quantizer = new EmaQuantizer(codes, DIMENSION, config, new Initializer(engine, seed));
        float[] table = normal(codes, seed, 0);
        quantizer.parameters().get("embedding.weight").value().set(table);
        quantizer.parameters().get("total").value().set(table);
        return quantizer;
    }

    private int[] learn(EmaQuantizer quantizer, float[] z) {
        try (Scope _ = engine.scope()) {
            Tensor latents = latents(z);
            Quantized quantized = quantizer.quantize(latents);
            quantizer.move(quantizer.statistics(latents, quantized.indices()));
            return quantized.indices().toArray();
        }
    }

    private void restart(EmaQuantizer quantizer, float[] z, int seed) {
        try (Scope _ = engine.scope()) {
            quantizer.restart(latents(z), 1, key(seed), Peers.alone());
        }
    }

    private Tensor latents(float[] z) {
        return engine.tensor(Shape.of(1, z.length / DIMENSION, 1, DIMENSION), z);
    }

    private IntTensor key(int seed) {
        return engine.ints(Shape.of(3), seed, 0, 7);
    }

    private static float[] row(float[] table, int k) {
        return Arrays.copyOfRange(table, k * DIMENSION, (k + 1) * DIMENSION);
    }

    private static float[] normal(int rows, int seed, int stream) {
        float[] values = new float[rows * DIMENSION];
        Philox.normals(seed, stream, 0, 0, values, 0, values.length);
        return values;
    }
}
