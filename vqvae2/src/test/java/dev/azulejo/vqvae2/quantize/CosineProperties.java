package dev.azulejo.vqvae2.quantize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.azulejo.engine.Backends;
import dev.azulejo.engine.Engine;
import dev.azulejo.engine.IntTensor;
import dev.azulejo.engine.Scope;
import dev.azulejo.engine.Shape;
import dev.azulejo.engine.Tape;
import dev.azulejo.engine.Tensor;
import dev.azulejo.engine.random.Philox;
import dev.azulejo.nn.Initializer;
import dev.azulejo.nn.peer.Peers;
import dev.azulejo.vqvae2.quantize.VectorQuantizer.Quantized;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.lifecycle.AfterProperty;
import net.jqwik.api.lifecycle.BeforeProperty;

/** What holds for codes that are directions. */
class CosineProperties {
    private static final int ROWS = 20;

    private Engine engine;

    @BeforeProperty
    void open() {
        engine = new Engine(Backends.choose("vector", 2));
    }

    @AfterProperty
    void close() {
        engine.close();
    }

    @Property(tries = 40)
    void theCodeOfTheLargestCosineIsChosenAndHasLengthOne(
            @ForAll @IntRange(min = 2, max = 30) int codes,
            @ForAll @IntRange(min = 2, max = 8) int d,
            @ForAll int seed) {
        float[] table = normal(codes * d, seed, 0);
        float[] z = normal(ROWS * d, seed, 1);
        try (Scope _ = engine.scope()) {
            Quantized q = quantizer(codes, d, table).quantize(latents(d, z));
            int[] indices = q.indices().toArray();
            float[] values = q.values().toArray();
            for (int row = 0; row < ROWS; row++) {
                double chosen = cosine(z, row, table, indices[row], d);
                for (int k = 0; k < codes; k++) {
                    assertThat(chosen).isGreaterThan(cosine(z, row, table, k, d) - 1e-6);
                }
                double length = 0;
                for (int i = row * d; i < (row + 1) * d; i++) {
                    length += (double) values[i] * values[i];
                }
                assertThat(length).isCloseTo(1, within(1e-5));
            }
        }
    }

    @Property(tries = 30)
    void lengthsOfVectorsAndCodesDoNotCount(
            @ForAll @IntRange(min = 2, max = 30) int codes,
            @ForAll int seed,
            @ForAll @IntRange(min = 1, max = 9) int by) {
        int d = 4;
        float[] table = normal(codes * d, seed, 0);
        float[] z = normal(ROWS * d, seed, 1);
        try (Scope _ = engine.scope()) {
            Quantized plain = quantizer(codes, d, table).quantize(latents(d, z));
            // Powers of two scale without rounding.
            Quantized scaled = quantizer(codes, d, times(table, Math.scalb(1f, by)))
                    .quantize(latents(d, times(z, Math.scalb(1f, by - 5))));
            assertThat(scaled.indices().toArray()).isEqualTo(plain.indices().toArray());
            assertThat(scaled.loss().item()).isCloseTo(plain.loss().item(), within(1e-5f));
        }
    }

    /** Only their direction is learned: no gradient points along a vector or a code. */
    @Property(tries = 20)
    void gradientsAreAtRightAngles(@ForAll @IntRange(min = 2, max = 10) int codes, @ForAll int seed) {
        int d = 4;
        CosineQuantizer quantizer = quantizer(codes, d, normal(codes * d, seed, 0));
        Tensor z = engine.parameter(Shape.of(1, ROWS, 1, d), normal(ROWS * d, seed, 1));
        try (Tape tape = engine.tape()) {
            Quantized q = quantizer.quantize(z);
            Tensor upstream = latents(d, normal(ROWS * d, seed, 2));
            tape.backward(q.values().times(upstream).sum().plus(q.loss()));
            Tensor weight = quantizer.parameters().get("embedding.weight").value();
            assertOrthogonal(z.toArray(), tape.gradient(z).toArray(), d);
            assertOrthogonal(weight.toArray(), tape.gradient(weight).toArray(), d);
        }
    }

    @Property(tries = 20)
    void codesStartAtDirectionsOfTheBatch(@ForAll @IntRange(min = 2, max = 30) int codes, @ForAll int seed) {
        int d = 4;
        CosineQuantizer quantizer = quantizer(codes, d, normal(codes * d, seed, 0));
        float[] z = normal(ROWS * d, seed, 1);
        try (Scope _ = engine.scope()) {
            quantizer.start(latents(d, z), 0, key(seed), Peers.alone());
            float[] weight = weight(quantizer);
            float[] directions = Estimator.unit(latents(d, z)).toArray();
            for (int k = 0; k < codes; k++) {
                assertThat(isARowOf(directions, weight, k, d)).as("code %d", k).isTrue();
            }
        }
    }

    /** Counts move by a twentieth, and codes by nothing but their gradient. */
    @Property(tries = 20)
    void learningCountsWhoChooses(@ForAll @IntRange(min = 2, max = 10) int codes, @ForAll int seed) {
        int d = 4;
        CosineQuantizer quantizer = quantizer(codes, d, normal(codes * d, seed, 0));
        float[] before = weight(quantizer);
        try (Scope _ = engine.scope()) {
            Tensor z = latents(d, normal(ROWS * d, seed, 1));
            IntTensor indices = quantizer.quantize(z).indices();
            quantizer.move(quantizer.statistics(quantizer.chosenFor(z, indices), indices));
            float[] counts = quantizer.parameters().get("count").value().toArray();
            for (int k = 0; k < codes; k++) {
                int code = k;
                long chosen =
                        Arrays.stream(indices.toArray()).filter(i -> i == code).count();
                assertThat(counts[k]).isCloseTo(0.95f + 0.05f * chosen, within(1e-5f));
            }
        }
        assertThat(weight(quantizer)).isEqualTo(before);
    }

    @Property(tries = 20)
    void idleCodesAloneStartAgain(@ForAll @IntRange(min = 2, max = 30) int codes, @ForAll int seed) {
        int d = 4;
        CosineQuantizer quantizer = quantizer(codes, d, normal(codes * d, seed, 0));
        float[] counts = new float[codes];
        for (int k = 0; k < codes; k++) {
            counts[k] = k % 3 == 0 ? 0.4f : 0.6f; // restart_below is 0.5
        }
        quantizer.parameters().get("count").value().set(counts);
        float[] before = weight(quantizer);
        float[] z = normal(ROWS * d, seed, 1);
        try (Scope _ = engine.scope()) {
            Tensor vectors = quantizer.chosenFor(latents(d, z), null);
            quantizer.restart(vectors, 0, key(seed), Peers.alone());
            float[] after = weight(quantizer);
            for (int k = 0; k < codes; k++) {
                boolean idle = k % 3 == 0;
                assertThat(isARowOf(vectors.toArray(), after, k, d)).isEqualTo(idle);
                assertThat(Arrays.equals(before, k * d, k * d + d, after, k * d, k * d + d))
                        .isEqualTo(!idle);
            }
        }
    }

    private static boolean isARowOf(float[] rows, float[] table, int k, int d) {
        return IntStream.range(0, rows.length / d)
                .anyMatch(r -> Arrays.equals(rows, r * d, r * d + d, table, k * d, k * d + d));
    }

    private static float[] weight(CosineQuantizer quantizer) {
        return quantizer.parameters().get("embedding.weight").value().toArray();
    }

    private IntTensor key(int seed) {
        return engine.ints(Shape.of(3), seed, 0, 7);
    }

    private static void assertOrthogonal(float[] vectors, float[] gradients, int d) {
        for (int row = 0; row < vectors.length / d; row++) {
            double along = 0;
            double most = 0;
            for (int i = row * d; i < (row + 1) * d; i++) {
                along += (double) vectors[i] * gradients[i];
                most += Math.abs((double) vectors[i] * gradients[i]);
            }
            assertThat(along).isCloseTo(0, within(1e-5 * (1 + most)));
        }
    }

    private CosineQuantizer quantizer(int codes, int d, float[] table) {
        var settings = new CodebookSettings(List.of(codes), List.of(d), 0.25, Estimator.STRAIGHT_THROUGH);
        var config = new CosineQuantizer.Config(settings, new StartSettings(CodebookInit.DATA, 10, 0.5));
        CosineQuantizer quantizer = new CosineQuantizer(codes, d, config, new Initializer(engine, 0));
        quantizer.parameters().get("embedding.weight").value().set(table);
        return quantizer;
    }

    private Tensor latents(int d, float[] z) {
        return engine.tensor(Shape.of(1, ROWS, 1, d), z);
    }

    private static double cosine(float[] z, int row, float[] table, int k, int d) {
        double product = 0;
        double ofZ = 0;
        double ofCode = 0;
        for (int i = 0; i < d; i++) {
            double a = z[row * d + i];
            double b = table[k * d + i];
            product += a * b;
            ofZ += a * a;
            ofCode += b * b;
        }
        return product / Math.sqrt(ofZ * ofCode);
    }

    private static float[] times(float[] values, float factor) {
        float[] scaled = values.clone();
        for (int i = 0; i < scaled.length; i++) {
            scaled[i] *= factor;
        }
        return scaled;
    }

    private static float[] normal(int n, int seed, int stream) {
        float[] values = new float[n];
        Philox.normals(seed, stream, 0, 0, values, 0, n);
        return values;
    }
}
