package dev.azulejo.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.azulejo.engine.Backends;
import dev.azulejo.engine.Convolution;
import dev.azulejo.engine.Engine;
import dev.azulejo.engine.IntTensor;
import dev.azulejo.engine.Shape;
import dev.azulejo.engine.Tape;
import dev.azulejo.engine.Tensor;
import dev.azulejo.nn.safetensors.NamedArray;
import dev.azulejo.nn.safetensors.SafetensorsFile;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Each layer against PyTorch's: output, gradient of the input and of each parameter, first values. */
class LayersGoldenTest {
    private static final SafetensorsFile GOLDEN = Golden.read("layers");

    private static final Map<String, Function<Initializer, Layer>> LAYERS = Map.of(
            "conv3", init -> Conv2d.of(3, 5, 3, 1, 1, init),
            "conv4s2", init -> Conv2d.of(3, 5, 4, 2, 1, init),
            "conv1", init -> Conv2d.of(3, 5, 1, 1, 0, init),
            "conv2x3", init -> Conv2d.of(3, 5, 2, 3, Convolution.padded(1, 0, 1, 0), init),
            "convT4s2", init -> ConvTranspose2d.of(3, 5, 4, 2, 1, init),
            "convT3", init -> ConvTranspose2d.of(3, 5, 3, 1, 0, init),
            "linear", init -> Linear.of(7, 5, init),
            "layerNorm", init -> LayerNorm.of(7, init));

    static Stream<Arguments> layers() {
        return Stream.of("scalar", "auto")
                .flatMap(backend -> LAYERS.keySet().stream().sorted().map(name -> Arguments.of(backend, name)));
    }

    @ParameterizedTest
    @MethodSource("layers")
    void computesAsPyTorchDoes(String backend, String name) {
        try (Engine engine = new Engine(Backends.choose(backend, 2))) {
            Layer layer = LAYERS.get(name).apply(new Initializer(engine, 1));
            take(layer, name);
            Tensor x = parameter(engine, name + ".x");
            try (Tape tape = engine.tape()) {
                Tensor y = tape.keep(layer.forward(x));
                NamedArray expected = GOLDEN.tensor(name + ".y");
                assertThat(y.shape()).isEqualTo(Shape.of(expected.shape()));
                tape.backward(y.times(parameter(engine, name + ".dy")).sum());
                Golden.assertClose(y.toArray(), expected.floats(), 1e-6, name);
                Golden.assertClose(tape.gradient(x).toArray(), golden(name + ".dx"), 1e-5, name + " dx");
                assertGradients(tape, layer, name);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("backends")
    void embeddingComputesAsPyTorchDoes(String backend) {
        try (Engine engine = new Engine(Backends.choose(backend, 2))) {
            Embedding table = Embedding.of(6, 4, new Initializer(engine, 1));
            take(table, "embedding");
            NamedArray indices = GOLDEN.tensor("embedding.x");
            IntTensor x = engine.ints(Shape.of(indices.shape()), indices.ints());
            try (Tape tape = engine.tape()) {
                Tensor y = tape.keep(table.forward(x));
                tape.backward(y.times(parameter(engine, "embedding.dy")).sum());
                assertThat(y.toArray()).isEqualTo(golden("embedding.y"));
                assertGradients(tape, table, "embedding");
            }
        }
    }

    static Stream<String> backends() {
        return Stream.of("scalar", "auto");
    }

    @ParameterizedTest
    @MethodSource("layers")
    void beginsWithinPyTorchsBounds(String backend, String name) {
        if (name.equals("layerNorm")) {
            return;
        }
        double bound = Double.parseDouble(GOLDEN.metadata().get(name));
        try (Engine engine = new Engine(Backends.choose(backend, 1))) {
            double largest = 0;
            double sum = 0;
            double squares = 0;
            int n = 0;
            for (int seed = 0; seed < 40; seed++) {
                for (Parameter parameter :
                        LAYERS.get(name).apply(new Initializer(engine, seed)).parameters()) {
                    for (float value : parameter.value().toArray()) {
                        largest = Math.max(largest, Math.abs(value));
                        sum += value;
                        squares += (double) value * value;
                        n++;
                    }
                }
            }
            assertThat(largest).isBetween(0.98 * bound, bound * (1 + 1e-6));
            assertThat(sum / n).isCloseTo(0, within(4 * bound / Math.sqrt(3.0 * n)));
            assertThat(squares / n).isCloseTo(bound * bound / 3, within(0.1 * bound * bound));
        }
    }

    @Test
    void layerNormBeginsAsIdentityAndEmbeddingAsStandardNormal() {
        try (Engine engine = new Engine(Backends.choose("scalar", 1))) {
            LayerNorm norm = LayerNorm.of(3, new Initializer(engine, 1));
            assertThat(norm.weight().toArray()).containsExactly(1, 1, 1);
            assertThat(norm.bias().toArray()).containsExactly(0, 0, 0);
            double squares = 0;
            for (float value :
                    Embedding.of(100, 100, new Initializer(engine, 1)).weight().toArray()) {
                squares += (double) value * value;
            }
            assertThat(squares / 10_000).isCloseTo(1, within(0.05));
        }
    }

    /** Gives the layer the golden parameters, which also checks names and layouts. */
    private static void take(Module layer, String name) {
        for (Parameter parameter : layer.parameters()) {
            Shape shape = parameter.value().shape();
            float[] values = GOLDEN.floats(
                    name + ".layer." + parameter.name(), parameter.layout().diskShape(shape));
            parameter.value().set(parameter.layout().toMemory(values, shape));
        }
    }

    private static void assertGradients(Tape tape, Module layer, String name) {
        for (Parameter parameter : layer.parameters()) {
            Tensor gradient = tape.gradient(parameter.value());
            float[] disk = parameter.layout().toDisk(gradient.toArray(), gradient.shape());
            Golden.assertClose(
                    disk, golden(name + ".gradient." + parameter.name()), 1e-5, name + " " + parameter.name());
        }
    }

    private static Tensor parameter(Engine engine, String name) {
        NamedArray array = GOLDEN.tensor(name);
        return engine.parameter(Shape.of(array.shape()), array.floats());
    }

    private static float[] golden(String name) {
        return GOLDEN.tensor(name).floats();
    }
}
