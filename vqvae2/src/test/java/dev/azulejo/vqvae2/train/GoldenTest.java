package dev.azulejo.vqvae2.train;

import static org.assertj.core.api.Assertions.assertThat;

import dev.azulejo.engine.Backends;
import dev.azulejo.engine.Engine;
import dev.azulejo.engine.Shape;
import dev.azulejo.engine.Tape;
import dev.azulejo.engine.Tensor;
import dev.azulejo.nn.Initializer;
import dev.azulejo.nn.Parameter;
import dev.azulejo.nn.config.Schema;
import dev.azulejo.nn.io.Json;
import dev.azulejo.nn.io.JsonObject;
import dev.azulejo.nn.optim.Adam;
import dev.azulejo.nn.safetensors.NamedArray;
import dev.azulejo.nn.safetensors.SafetensorsFile;
import dev.azulejo.vqvae2.LevelDropout;
import dev.azulejo.vqvae2.ModelConfig;
import dev.azulejo.vqvae2.ModelOutput;
import dev.azulejo.vqvae2.VqVae2;
import java.net.URISyntaxException;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Against PyTorch, on files that {@code src/test/python/make_golden.py} made. */
class GoldenTest {
    private static final double FORWARD = 1e-5;
    private static final double GRADIENT = 1e-4;
    private static final double TRAJECTORY = 1e-3;

    @ParameterizedTest
    @CsvSource({
        "reference, scalar", "odd, scalar", "ema, scalar", "single, scalar", "single-ema, scalar", "three, scalar",
        "paper, scalar", "paper-three, scalar", "reference, vector", "odd, vector", "ema, vector", "single, vector",
        "single-ema, vector", "three, vector", "paper, vector", "paper-three, vector"
    })
    void computesWhatPyTorchDoes(String name, String backend) throws URISyntaxException {
        SafetensorsFile golden = SafetensorsFile.read(Path.of(
                GoldenTest.class.getResource("/golden/" + name + ".safetensors").toURI()));
        try (Engine engine = new Engine(Backends.choose(backend, 2))) {
            assertThat(engine.backend().name()).isEqualTo(backend);
            JsonObject json = JsonObject.of(Json.read(golden.metadata().get("config"), name), name);
            ModelConfig config = new Schema<>(ModelConfig.class).fromJson(json);
            VqVae2 model = new VqVae2(config, new Initializer(engine, 0));
            setWeights(model, golden);
            NamedArray input = golden.tensor("input");
            Tensor images = engine.state(Shape.of(input.shape()), input.floats());
            int[] lowest = json.has("lowest")
                    ? json.list("lowest").stream()
                            .mapToInt(level -> ((Long) level).intValue())
                            .toArray()
                    : new int[input.shape()[0]];
            LevelDropout dropout = new LevelDropout(engine, config, images.shape());
            dropout.set(lowest);
            try (Tape tape = engine.tape()) {
                ModelOutput output = model.forward(images, dropout);
                Tensor loss = output.loss();
                checkForward(golden, output, loss);
                tape.backward(loss);
                checkGradients(golden, model, tape);
            }
            ModelStep one = new ModelStep(engine, model, Adam.Settings.adam(), images.shape(), true);
            one.setImages(input.floats());
            double rate = Double.parseDouble(golden.metadata().get("rate"));
            float[] losses = golden.tensor("losses").floats();
            for (int step = 1; step <= losses.length; step++) {
                float loss = one.run(0, step, rate, lowest).read().get("loss");
                assertThat(relative(loss, losses[step - 1]))
                        .as("loss of step %d", step)
                        .isLessThan(TRAJECTORY);
            }
            checkAfter(golden, model);
        }
    }

    private static void setWeights(VqVae2 model, SafetensorsFile golden) {
        int found = 0;
        for (Parameter parameter : model.parameters()) {
            Shape shape = parameter.value().shape();
            float[] disk = golden.floats(
                    "weights/" + parameter.name(), parameter.layout().diskShape(shape));
            parameter.value().set(parameter.layout().toMemory(disk, shape));
            found++;
        }
        assertThat(golden.tensors().keySet().stream().filter(n -> n.startsWith("weights/")))
                .as("the model has all that the twin has")
                .hasSize(found);
    }

    private static void checkForward(SafetensorsFile golden, ModelOutput output, Tensor loss) {
        for (int level = 0; level < output.indices().size(); level++) {
            assertThat(output.indices().get(level).toArray())
                    .as("codes of level %d", level)
                    .isEqualTo(golden.tensor("indices/" + level).ints());
        }
        assertThat(distance(
                        output.reconstruction().toArray(),
                        golden.tensor("reconstruction").floats()))
                .as("reconstruction")
                .isLessThan(FORWARD);
        float[] scalars = golden.tensor("scalars").floats();
        float[] found = {loss.item(), output.mse().item(), output.vqLoss().item()};
        for (int i = 0; i < scalars.length; i++) {
            assertThat(relative(found[i], scalars[i]))
                    .as("loss, mse, vq loss: %d", i)
                    .isLessThan(FORWARD);
        }
    }

    private static void checkGradients(SafetensorsFile golden, VqVae2 model, Tape tape) {
        for (Parameter parameter : model.parameters().learned()) {
            Tensor gradient = tape.gradient(parameter.value());
            assertThat(gradient).as("gradient of %s", parameter.name()).isNotNull();
            float[] expected = golden.tensor("gradients/" + parameter.name()).floats();
            float[] found = parameter
                    .layout()
                    .toDisk(gradient.toArray(), parameter.value().shape());
            assertThat(norm(expected)).as("gradient of %s", parameter.name()).isPositive();
            assertThat(distance(found, expected))
                    .as("gradient of %s", parameter.name())
                    .isLessThan(GRADIENT);
        }
    }

    /** Biases and codebooks after the last step; the moving averages too. */
    private static void checkAfter(SafetensorsFile golden, VqVae2 model) {
        golden.tensors().forEach((name, tensor) -> {
            if (name.startsWith("after/")) {
                Parameter parameter = model.parameters().get(name.substring("after/".length()));
                assertThat(distance(parameter.value().toArray(), tensor.floats()))
                        .as(name)
                        .isLessThan(TRAJECTORY);
            }
        });
    }

    private static double relative(double found, double expected) {
        return Math.abs(found - expected) / Math.abs(expected);
    }

    /** |a - b| / |b|, Euclidean. */
    private static double distance(float[] a, float[] b) {
        assertThat(a).hasSameSizeAs(b);
        float[] difference = new float[a.length];
        for (int i = 0; i < a.length; i++) {
            difference[i] = a[i] - b[i];
        }
        return norm(difference) / norm(b);
    }

    private static double norm(float[] a) {
        double sum = 0;
        for (float x : a) {
            sum += (double) x * x;
        }
        return Math.sqrt(sum);
    }
}
