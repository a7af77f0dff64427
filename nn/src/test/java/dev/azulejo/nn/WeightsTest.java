package dev.azulejo.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.azulejo.engine.Backends;
import dev.azulejo.engine.Engine;
import dev.azulejo.engine.Shape;
import dev.azulejo.engine.Tensor;
import dev.azulejo.nn.message.UserException;
import dev.azulejo.nn.safetensors.NamedArray;
import dev.azulejo.nn.safetensors.SafetensorsFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WeightsTest {
    private final Engine engine = new Engine(Backends.choose("scalar", 1));

    @TempDir
    Path folder;

    @AfterEach
    void close() {
        engine.close();
    }

    /** As golden_nn.py's sequential(). */
    private Sequential model(long seed) {
        Initializer init = new Initializer(engine, seed);
        return new Sequential()
                .thenRelu(Conv2d.of(1, 4, 4, 2, 1, init))
                .then(Conv2d.of(4, 4, 3, 1, 1, init))
                .thenRelu(ConvTranspose2d.of(4, 4, 4, 2, 1, init))
                .then(Conv2d.of(4, 2, 1, 1, 0, init));
    }

    @Test
    void loadsWhatPyTorchWrote() {
        Sequential model = model(1);
        Weights.load(Golden.path("sequential"), model.parameters());
        SafetensorsFile example = Golden.read("sequential-example");
        NamedArray x = example.tensor("x");
        NamedArray y = example.tensor("y");
        Tensor actual = model.forward(engine.tensor(Shape.of(x.shape()), x.floats()));
        assertThat(actual.shape()).isEqualTo(Shape.of(y.shape()));
        Golden.assertClose(actual.toArray(), y.floats(), 1e-6, "output");
    }

    @Test
    void savesWhatPyTorchWouldSave() {
        Sequential model = model(1);
        Weights.load(Golden.path("sequential"), model.parameters());
        Path file = folder.resolve("m.safetensors");
        Weights.save(file, model.parameters(), Map.of("format", "pt"));
        assertThat(SafetensorsFile.read(file).tensors())
                .isEqualTo(Golden.read("sequential").tensors());
        assertThat(List.copyOf(SafetensorsFile.read(file).tensors().keySet()))
                .isEqualTo(List.copyOf(Golden.read("sequential").tensors().keySet()));
    }

    @Test
    void comesBackToTheBitWithMetadataAndState() {
        Parameters saved = model(1).parameters();
        saved.state("ema", engine.state(Shape.of(2, 3), 1, -0f, Float.MIN_VALUE, 4, 5, 6));
        saved.state("scalar", engine.state(Shape.SCALAR, 0.1f));
        Path file = folder.resolve("m.safetensors");
        Weights.save(file, saved, Map.of("a", "b"));
        Parameters loaded = model(2).parameters();
        loaded.state("ema", engine.state(Shape.of(2, 3), new float[6]));
        loaded.state("scalar", engine.state(Shape.SCALAR, 0));
        assertThat(Weights.load(file, loaded)).containsExactly(Map.entry("a", "b"));
        for (Parameter parameter : saved) {
            assertThat(loaded.get(parameter.name()).value().toArray())
                    .as(parameter.name())
                    .isEqualTo(parameter.value().toArray());
        }
    }

    @Test
    void flagsAndCountsBesideTheWeightsArePassedOver() {
        Parameters model = model(1).parameters();
        List<NamedArray> tensors =
                new ArrayList<>(Golden.read("sequential").tensors().values());
        tensors.add(NamedArray.of("initted", new byte[] {1}, 1));
        tensors.add(NamedArray.of("num_batches_tracked", new long[] {7}));
        Path file = folder.resolve("more.safetensors");
        SafetensorsFile.write(file, tensors, Map.of());
        assertThat(Weights.load(file, model)).isEmpty();
    }

    @Test
    void missingUnexpectedAndIllShapedTensorsAreNamed() {
        assertRefused(
                list -> {
                    list.removeIf(t -> t.name().equals("3.bias"));
                    return list;
                },
                "no tensor 3.bias; expected one of [4]");
        assertRefused(
                list -> {
                    list.add(NamedArray.of("more.weight", new float[2], 2, 1));
                    return list;
                },
                "unexpected tensor more.weight [2, 1]");
        assertRefused(
                list -> {
                    list.removeIf(t -> t.name().equals("2.weight"));
                    list.add(NamedArray.of("2.weight", new float[144], 3, 3, 4, 4));
                    return list;
                },
                "tensor 2.weight: expected [4, 4, 3, 3], found [3, 3, 4, 4]");
        assertRefused(
                list -> {
                    list.removeIf(t -> t.name().equals("0.bias"));
                    list.add(NamedArray.of("0.bias", new int[4], 4));
                    return list;
                },
                "tensor 0.bias: expected F32, found I32");
    }

    @ParameterizedTest
    @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY})
    void weightsThatAreNoNumbersAreRefused(float value) {
        assertRefused(
                list -> {
                    list.removeIf(t -> t.name().equals("0.bias"));
                    list.add(NamedArray.of("0.bias", new float[] {0, 1, value, 2}, 4));
                    return list;
                },
                "tensor 0.bias: expected finite numbers, found " + value + " at 2");
    }

    /** A file that is wrong is refused in one line that names it, and leaves the model as it was. */
    private void assertRefused(UnaryOperator<List<NamedArray>> change, String expected) {
        Parameters model = model(1).parameters();
        List<NamedArray> tensors =
                new ArrayList<>(Golden.read("sequential").tensors().values());
        Path file = folder.resolve("wrong.safetensors");
        SafetensorsFile.write(file, change.apply(tensors), Map.of());
        float[] before = model.get("0.weight").value().toArray();
        assertThatThrownBy(() -> Weights.load(file, model))
                .isInstanceOf(UserException.class)
                .hasMessageContaining(file.toString())
                .hasMessageContaining(expected);
        assertThat(model.get("0.weight").value().toArray()).isEqualTo(before);
    }

    @Test
    void fileThatCannotBeReadOrWrittenIsNamed() throws Exception {
        Parameters model = model(1).parameters();
        Path none = folder.resolve("none.safetensors");
        assertThatThrownBy(() -> Weights.load(none, model))
                .isInstanceOf(UserException.class)
                .hasMessageContaining(none.toString());
        Path file = Files.writeString(folder.resolve("file"), "x");
        assertThatThrownBy(() -> Weights.save(file.resolve("m.safetensors"), model, Map.of()))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("m.safetensors");
    }
}
