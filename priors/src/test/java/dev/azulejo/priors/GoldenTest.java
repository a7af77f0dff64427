package dev.azulejo.priors;

import static org.assertj.core.api.Assertions.assertThat;

import dev.azulejo.engine.Backends;
import dev.azulejo.engine.Engine;
import dev.azulejo.engine.IntTensor;
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
import java.net.URISyntaxException;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Against PyTorch, on files that {@code src/test/python/make_golden.py} made: logits, gradients, ten steps. */
class GoldenTest {
    private static final double FORWARD = 1e-5;
    private static final double GRADIENT = 1e-4;
    private static final double TRAJECTORY = 1e-4;

    @ParameterizedTest
    @CsvSource({"top, scalar", "bottom, scalar", "deep, scalar", "top, vector", "bottom, vector", "deep, vector"})
    void computesWhatPyTorchDoes(String name, String backend) throws URISyntaxException {
        SafetensorsFile golden = SafetensorsFile.read(Path.of(
                GoldenTest.class.getResource("/golden/" + name + ".safetensors").toURI()));
        JsonObject json = JsonObject.of(Json.read(golden.metadata().get("config"), name), name);
        PriorConfig config = new Schema<>(PriorConfig.class).fromJson(json);
        try (Engine engine = new Engine(Backends.choose(backend, 2))) {
            assertThat(engine.backend().name()).isEqualTo(backend);
            CodePrior prior = new CodePrior(CodeGrid.fromJson(json), config, new Initializer(engine, 0));
            setWeights(prior, golden);
            IntTensor codes = ints(engine, golden, "codes");
            IntTensor labels = ints(engine, golden, "labels");
            Tensor condition = condition(engine, golden);
            double rate = Double.parseDouble(golden.metadata().get("rate"));
            Adam adam = new Adam(
                    engine,
                    prior.parameters(),
                    Adam.Settings.adamW(json.number("weight_decay"))
                            .withMaxGradientNorm(json.number("max_gradient_norm")));
            float[] losses = golden.tensor("losses").floats();
            for (int step = 1; step <= losses.length; step++) {
                try (Tape tape = engine.tape()) {
                    Tensor logits = prior.logits(codes, labels, condition);
                    Tensor loss = logits.crossEntropy(codes);
                    if (step == 1) {
                        assertThat(distance(
                                        logits.toArray(),
                                        golden.tensor("logits").floats()))
                                .as("logits")
                                .isLessThan(FORWARD);
                    }
                    tape.backward(loss);
                    if (step == 1) {
                        checkGradients(golden, prior, tape);
                    }
                    adam.step(tape, step, rate);
                    assertThat(Math.abs((double) loss.item() / losses[step - 1] - 1))
                            .as("loss of step %d", step)
                            .isLessThan(step == 1 ? FORWARD : TRAJECTORY);
                }
            }
        }
    }

    private static IntTensor ints(Engine engine, SafetensorsFile golden, String name) {
        if (!golden.tensors().containsKey(name)) {
            return null;
        }
        NamedArray array = golden.tensor(name);
        return engine.ints(Shape.of(array.shape()), array.ints());
    }

    private static Tensor condition(Engine engine, SafetensorsFile golden) {
        if (!golden.tensors().containsKey("condition")) {
            return null;
        }
        NamedArray array = golden.tensor("condition");
        return engine.state(Shape.of(array.shape()), array.floats());
    }

    private static void setWeights(CodePrior prior, SafetensorsFile golden) {
        int found = 0;
        for (Parameter parameter : prior.parameters()) {
            Shape shape = parameter.value().shape();
            float[] disk = golden.floats(
                    "weights/" + parameter.name(), parameter.layout().diskShape(shape));
            parameter.value().set(parameter.layout().toMemory(disk, shape));
            found++;
        }
        assertThat(golden.tensors().keySet().stream().filter(n -> n.startsWith("weights/")))
                .as("the prior has all that the twin has")
                .hasSize(found);
    }

    private static void checkGradients(SafetensorsFile golden, CodePrior prior, Tape tape) {
        for (Parameter parameter : prior.parameters().learned()) {
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
