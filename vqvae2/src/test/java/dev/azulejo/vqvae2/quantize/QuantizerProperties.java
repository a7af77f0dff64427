package dev.azulejo.vqvae2.quantize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.azulejo.engine.Backends;
import dev.azulejo.engine.Engine;
import dev.azulejo.engine.IntTensor;
import dev.azulejo.engine.Scope;
import dev.azulejo.engine.Shape;
import dev.azulejo.engine.Tape;
import dev.azulejo.engine.Tensor;
import dev.azulejo.engine.random.Philox;
import dev.azulejo.nn.Initializer;
import dev.azulejo.nn.Parameter;
import dev.azulejo.nn.config.Kind;
import dev.azulejo.nn.peer.Peers;
import dev.azulejo.vqvae2.quantize.VectorQuantizer.Quantized;
import dev.azulejo.vqvae2.train.Configuration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.lifecycle.AfterProperty;
import net.jqwik.api.lifecycle.BeforeProperty;

/** What holds for every kind of quantizer; a new one is tested without being named here. */
class QuantizerProperties {
    private Engine engine;

    @BeforeProperty
    void open() {
        engine = new Engine(Backends.choose("vector", 2));
    }

    @AfterProperty
    void close() {
        engine.close();
    }

    /** All kinds, as {@code quantizer=} names them. */
    @Provide
    Arbitrary<String> kinds() {
        return Arbitraries.of(Stream.of(QuantizerConfig.class)
                .flatMap(QuantizerProperties::permitted)
                .map(kind -> kind.getAnnotation(Kind.class).value())
                .toArray(String[]::new));
    }

    private static Stream<Class<?>> permitted(Class<?> type) {
        return type.isSealed()
                ? Arrays.stream(type.getPermittedSubclasses()).flatMap(QuantizerProperties::permitted)
                : Stream.of(type);
    }

    @Property(tries = 60)
    void codesAreInRangeAndLookedUpAsTheyWereQuantized(
            @ForAll("kinds") String kind,
            @ForAll @IntRange(min = 1, max = 3) int n,
            @ForAll @IntRange(min = 1, max = 5) int height,
            @ForAll @IntRange(min = 1, max = 5) int width,
            @ForAll int seed) {
        VectorQuantizer quantizer = quantizer(kind, seed);
        try (Scope _ = engine.scope()) {
            Tensor z = latents(kind, seed, n, height, width);
            Quantized q = quantizer.quantize(z);
            Shape grid =
                    quantizer.depth() == 1 ? Shape.of(n, height, width) : Shape.of(n, height, width, quantizer.depth());
            assertThat(q.indices().shape()).isEqualTo(grid);
            assertThat(q.values().shape()).isEqualTo(z.shape());
            for (int index : q.indices().toArray()) {
                assertThat(index).isBetween(0, quantizer.codes() - 1);
            }
            assertThat(quantizer.encode(z).toArray()).isEqualTo(q.indices().toArray());
            assertThat(quantizer.encode(z).shape()).isEqualTo(grid);
            assertThat(quantizer.lookup(q.indices()).shape()).isEqualTo(z.shape());
            assertThat(quantizer.lookup(q.indices()).toArray())
                    .isEqualTo(q.values().toArray());
            assertThat(q.loss().shape().size()).isEqualTo(1);
            assertThat(q.loss().item()).isFinite().isNotNegative();
        }
    }

    /** What a position becomes does not depend on the others. */
    @Property(tries = 30)
    void everyPositionIsQuantizedByItself(@ForAll("kinds") String kind, @ForAll int seed) {
        VectorQuantizer quantizer = quantizer(kind, seed);
        int d = dimension(kind);
        try (Scope _ = engine.scope()) {
            Tensor z = latents(kind, seed, 2, 3, 2);
            int[] together = quantizer.encode(z).toArray();
            List<Integer> alone = new ArrayList<>();
            for (int row = 0; row < z.shape().rows(); row++) {
                float[] one = Arrays.copyOfRange(z.toArray(), row * d, (row + 1) * d);
                IntTensor codes = quantizer.encode(engine.tensor(Shape.of(1, 1, 1, d), one));
                Arrays.stream(codes.toArray()).forEach(alone::add);
            }
            assertThat(alone)
                    .containsExactlyElementsOf(Arrays.stream(together).boxed().toList());
        }
    }

    @Property(tries = 20)
    void everyCodeHasAVectorOfItsOwn(@ForAll("kinds") String kind, @ForAll int seed) {
        VectorQuantizer quantizer = config(kind).create(0, new Initializer(engine, seed));
        try (Scope _ = engine.scope()) {
            int q = quantizer.depth();
            int[] all =
                    IntStream.range(0, quantizer.codes() * q).map(i -> i / q).toArray();
            IntTensor indices =
                    engine.ints(q == 1 ? Shape.of(quantizer.codes(), 1, 1) : Shape.of(quantizer.codes(), 1, 1, q), all);
            float[] values = quantizer.lookup(indices).toArray();
            int d = dimension(kind);
            assertThat(IntStream.range(0, quantizer.codes())
                            .mapToObj(k -> Arrays.toString(Arrays.copyOfRange(values, k * d, (k + 1) * d)))
                            .distinct())
                    .hasSize(quantizer.codes());
        }
    }

    @Property(tries = 30)
    void theDecodersGradientReachesTheEncoder(@ForAll("kinds") String kind, @ForAll int seed) {
        VectorQuantizer quantizer = quantizer(kind, seed);
        Tensor z = engine.parameter(
                Shape.of(1, 3, 2, dimension(kind)), latents(kind, seed, 1, 3, 2).toArray());
        try (Tape tape = engine.tape()) {
            Quantized q = quantizer.quantize(z);
            tape.backward(q.values().times(latents(kind, seed + 1, 1, 3, 2)).sum());
            float[] gradient = tape.gradient(z).toArray();
            boolean any = false;
            for (float value : gradient) {
                assertThat(value).isFinite();
                any |= value != 0;
            }
            assertThat(any).as("a gradient that is not zero").isTrue();
        }
    }

    @Property(tries = 20)
    void evaluationMovesNothing(@ForAll("kinds") String kind, @ForAll int seed) {
        VectorQuantizer quantizer = quantizer(kind, seed);
        List<float[]> before = state(quantizer);
        try (Scope _ = engine.scope()) {
            Tensor z = latents(kind, seed, 2, 3, 4);
            quantizer.lookup(quantizer.quantize(z).indices());
            quantizer.encode(z);
        }
        List<float[]> after = state(quantizer);
        for (int i = 0; i < before.size(); i++) {
            assertThat(after.get(i)).isEqualTo(before.get(i));
        }
    }

    @Property(tries = 10)
    void vectorsOfAnotherDimensionAreRefused(@ForAll("kinds") String kind) {
        VectorQuantizer quantizer = quantizer(kind, 0);
        int d = dimension(kind);
        try (Scope _ = engine.scope()) {
            Tensor z = engine.zeros(Shape.of(1, 2, 2, d + 1));
            assertThatThrownBy(() -> quantizer.encode(z))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("quantize: [1,2,2," + (d + 1) + "]; expected " + d + " channels");
        }
    }

    private static QuantizerConfig config(String kind) {
        return Configuration.preset("tiny")
                .with(List.of("quantizer=" + kind))
                .model()
                .quantizer();
    }

    private static int dimension(String kind) {
        return config(kind).dimension(0);
    }

    private VectorQuantizer quantizer(String kind, int seed) {
        QuantizerConfig config = config(kind);
        VectorQuantizer quantizer = config.create(0, new Initializer(engine, seed));
        assertThat(quantizer.codes()).isEqualTo(config.codes(0));
        if (quantizer instanceof LearnsByItself learning) {
            try (Scope _ = engine.scope()) {
                learning.start(
                        latents(kind, seed + 2, 4, 8, 8), 0, engine.ints(Shape.of(3), seed, 0, 1), Peers.alone());
            }
        }
        return quantizer;
    }

    private Tensor latents(String kind, int seed, int n, int height, int width) {
        Shape shape = Shape.of(n, height, width, dimension(kind));
        float[] values = new float[shape.size()];
        Philox.normals(seed, 1, 0, 0, values, 0, values.length);
        return engine.tensor(shape, values);
    }

    private static List<float[]> state(VectorQuantizer quantizer) {
        List<float[]> values = new ArrayList<>();
        for (Parameter parameter : quantizer.parameters()) {
            values.add(parameter.value().toArray());
        }
        return values;
    }
}
