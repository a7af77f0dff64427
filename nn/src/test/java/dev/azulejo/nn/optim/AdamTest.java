package dev.azulejo.nn.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.azulejo.engine.Backends;
import dev.azulejo.engine.Engine;
import dev.azulejo.engine.Shape;
import dev.azulejo.engine.Tape;
import dev.azulejo.engine.Tensor;
import dev.azulejo.engine.random.Philox;
import dev.azulejo.nn.Golden;
import dev.azulejo.nn.Layout;
import dev.azulejo.nn.Parameter;
import dev.azulejo.nn.Parameters;
import dev.azulejo.nn.safetensors.SafetensorsFile;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class AdamTest {
    private static final Map<String, Adam.Settings> SETTINGS = Map.of(
            "adam", Adam.Settings.adam(),
            "betas", Adam.Settings.adam().withBetas(0.5, 0.95),
            "adamW", Adam.Settings.adamW(0.1),
            "clipped", Adam.Settings.adam().withMaxGradientNorm(0.5));

    static Stream<Arguments> cases() {
        return Stream.of("scalar", "auto")
                .flatMap(backend -> SETTINGS.keySet().stream().sorted().map(name -> Arguments.of(backend, name)));
    }

    /** A loss whose gradient is exactly these. */
    private static Tensor loss(Engine engine, Map<Parameter, float[]> gradients) {
        Tensor loss = null;
        for (Map.Entry<Parameter, float[]> entry : gradients.entrySet()) {
            Tensor value = entry.getKey().value();
            Tensor part =
                    value.times(engine.tensor(value.shape(), entry.getValue())).sum();
            loss = loss == null ? part : loss.plus(part);
        }
        return loss;
    }

    private static void step(Engine engine, Adam adam, long step, double rate, Map<Parameter, float[]> gradients) {
        try (Tape tape = engine.tape()) {
            tape.backward(loss(engine, gradients));
            adam.step(tape, step, rate);
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void walksAsPyTorchDoes(String backend, String name) {
        SafetensorsFile golden = Golden.read("adam");
        try (Engine engine = new Engine(Backends.choose(backend, 2))) {
            Parameters model = new Parameters()
                    .learned("a", engine.parameter(Shape.of(4, 3), golden.floats("start.a", 4, 3)), Layout.PLAIN)
                    .learned("b", engine.parameter(Shape.of(5), golden.floats("start.b", 5)), Layout.PLAIN);
            Adam adam = new Adam(engine, model, SETTINGS.get(name));
            for (int t = 0; t < 10; t++) {
                Map<Parameter, float[]> gradients = new LinkedHashMap<>();
                for (Parameter p : model) {
                    gradients.put(p, row(golden.tensor("gradients." + p.name()).floats(), t, p));
                }
                step(engine, adam, t + 1, 0.01 * (1 - 0.05 * t), gradients);
                for (Parameter p : model) {
                    float[] expected = row(golden.tensor(name + "." + p.name()).floats(), t, p);
                    Golden.assertClose(p.value().toArray(), expected, 1e-6, p.name() + " after step " + (t + 1));
                }
            }
            for (Parameter moment : adam.state()) {
                float[] expected = golden.tensor(name + "." + moment.name()).floats();
                Golden.assertClose(moment.value().toArray(), expected, 1e-6, moment.name());
            }
        }
    }

    private static float[] row(float[] rows, int t, Parameter p) {
        int n = p.value().shape().size();
        return Arrays.copyOfRange(rows, t * n, (t + 1) * n);
    }

    /** Two hundred steps against algorithm 2 of the AdamW paper in double precision. */
    @ParameterizedTest
    @MethodSource("cases")
    void followsTheFormulaInDoublePrecision(String backend, String name) {
        Adam.Settings settings = SETTINGS.get(name);
        int n = 37;
        double[] w = new double[n];
        double[] m = new double[n];
        double[] v = new double[n];
        float[] start = new float[n];
        Philox.normals(5, 0, 0, 0, start, 0, n);
        for (int i = 0; i < n; i++) {
            w[i] = start[i];
        }
        try (Engine engine = new Engine(Backends.choose(backend, 2))) {
            Parameters model = new Parameters().learned("w", engine.parameter(Shape.of(n), start), Layout.PLAIN);
            Adam adam = new Adam(engine, model, settings);
            for (int t = 1; t <= 200; t++) {
                float[] gradient = new float[n];
                Philox.normals(5, 1, t, 0, gradient, 0, n);
                double rate = 0.01 / Math.sqrt(t);
                step(engine, adam, t, rate, Map.of(model.get("w"), gradient));
                formula(settings, t, rate, w, m, v, gradient);
            }
            float[] actual = model.get("w").value().toArray();
            for (int i = 0; i < n; i++) {
                assertThat((double) actual[i]).isCloseTo(w[i], org.assertj.core.api.Assertions.within(2e-5));
            }
        }
    }

    private static void formula(
            Adam.Settings s, int t, double rate, double[] w, double[] m, double[] v, float[] gradient) {
        double norm = 0;
        for (float g : gradient) {
            norm += (double) g * g;
        }
        double clip = s.maxGradientNorm() > 0 ? Math.min(1, s.maxGradientNorm() / (Math.sqrt(norm) + 1e-6)) : 1;
        for (int i = 0; i < w.length; i++) {
            double g = clip * gradient[i];
            w[i] -= rate * s.weightDecay() * w[i];
            m[i] = s.beta1() * m[i] + (1 - s.beta1()) * g;
            v[i] = s.beta2() * v[i] + (1 - s.beta2()) * g * g;
            double mean = m[i] / (1 - Math.pow(s.beta1(), t));
            double square = v[i] / (1 - Math.pow(s.beta2(), t));
            w[i] -= rate * mean / (Math.sqrt(square) + s.epsilon());
        }
    }

    @Test
    void parametersWithoutAGradientAndStateStayAsTheyAre() {
        try (Engine engine = new Engine(Backends.choose("scalar", 1))) {
            Parameters model = new Parameters()
                    .learned("used", engine.parameter(Shape.of(2), 1, 2), Layout.PLAIN)
                    .learned("unused", engine.parameter(Shape.of(2), 3, 4), Layout.PLAIN)
                    .state("state", engine.state(Shape.of(2), 5, 6));
            Adam adam = new Adam(engine, model, Adam.Settings.adamW(0.5).withMaxGradientNorm(1));
            step(engine, adam, 1, 0.1, Map.of(model.get("used"), new float[] {1, -1}));
            assertThat(model.get("used").value().toArray()).isNotEqualTo(new float[] {1, 2});
            assertThat(model.get("unused").value().toArray()).containsExactly(3, 4);
            assertThat(model.get("state").value().toArray()).containsExactly(5, 6);
            assertThat(adam.state().get("unused.exp_avg").value().toArray()).containsExactly(0, 0);
            assertThat(adam.state().all())
                    .extracting(Parameter::name)
                    .containsExactly("used.exp_avg", "used.exp_avg_sq", "unused.exp_avg", "unused.exp_avg_sq");
        }
    }

    /** A gradient is clipped by the norm over all parameters together, and one that is small enough is left alone. */
    @Test
    void clipsByTheGlobalNorm() {
        try (Engine engine = new Engine(Backends.choose("scalar", 1))) {
            Parameters model = new Parameters()
                    .learned("a", engine.parameter(Shape.of(1), 0), Layout.PLAIN)
                    .learned("b", engine.parameter(Shape.of(1), 0), Layout.PLAIN);
            Adam adam =
                    new Adam(engine, model, Adam.Settings.adam().withBetas(0, 0).withMaxGradientNorm(1));
            step(engine, adam, 1, 0, Map.of(model.get("a"), new float[] {3}, model.get("b"), new float[] {4}));
            assertThat(adam.state().get("a.exp_avg").value().item())
                    .isCloseTo(0.6f, org.assertj.core.api.Assertions.within(1e-6f));
            assertThat(adam.state().get("b.exp_avg").value().item())
                    .isCloseTo(0.8f, org.assertj.core.api.Assertions.within(1e-6f));
            step(engine, adam, 2, 0, Map.of(model.get("a"), new float[] {0.3f}, model.get("b"), new float[] {0.4f}));
            assertThat(adam.state().get("a.exp_avg").value().item()).isEqualTo(0.3f);
        }
    }

    @Test
    void poolStaysConstant() {
        try (Engine engine = new Engine(Backends.choose())) {
            Parameters model = new Parameters().learned("a", engine.parameter(Shape.of(9), new float[9]), Layout.PLAIN);
            Adam adam = new Adam(engine, model, Adam.Settings.adam().withMaxGradientNorm(1));
            PolyakAverage average = new PolyakAverage(engine, model, 0.9);
            long steady = 0;
            for (int t = 1; t <= 5; t++) {
                step(engine, adam, t, 0.1, Map.of(model.get("a"), new float[9]));
                average.update(t);
                if (t == 2) {
                    steady = engine.pooledBytes();
                }
            }
            assertThat(engine.pooledBytes()).isEqualTo(steady);
        }
    }

    @Test
    void absurdNumbersAreRefused() {
        assertThatThrownBy(() -> Adam.Settings.adam().withBetas(1, 0.9)).hasMessageContaining("betas 1.0 and 0.9");
        assertThatThrownBy(() -> Adam.Settings.adam().withMaxGradientNorm(Double.NaN))
                .hasMessageContaining("NaN");
        assertThatThrownBy(() -> Adam.Settings.adamW(-1)).hasMessageContaining("weight decay -1.0");
        assertThatThrownBy(() -> new Adam.Settings(0.9, 0.999, 0, 0, 0)).hasMessageContaining("epsilon 0.0");
        try (Engine engine = new Engine(Backends.choose("scalar", 1));
                Tape tape = engine.tape()) {
            Adam adam = new Adam(engine, new Parameters(), Adam.Settings.adam());
            assertThatThrownBy(() -> adam.step(tape, 0, 0.1)).hasMessageContaining("step 0");
            assertThatThrownBy(() -> adam.step(tape, 1, Double.NaN)).hasMessageContaining("rate NaN");
        }
    }
}
