package dev.azulejo.nn;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.azulejo.engine.Backends;
import dev.azulejo.engine.Engine;
import dev.azulejo.engine.Shape;
import dev.azulejo.engine.Tape;
import dev.azulejo.engine.Tensor;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The layer against PyTorch's: {@code GroupNorm(2, 4)} in float64, x[i] = sin(i²), dy[i] = cos(i), both NHWC. */
class GroupNormTest {
    private static final Shape SHAPE = Shape.of(2, 2, 2, 4);

    private static final float[] Y = {
        0.083096f,
        2.573087f,
        -0.818050f,
        2.713933f,
        -0.418358f,
        0.028859f,
        -1.398836f,
        -1.506059f,
        1.685547f,
        -1.271013f,
        -0.199051f,
        4.526591f,
        -0.772139f,
        -1.198152f,
        3.374739f,
        -1.432966f,
        -0.853797f,
        1.167378f,
        -1.593896f,
        1.288335f,
        -0.630396f,
        3.314164f,
        0.613427f,
        4.322301f,
        -0.683175f,
        1.625071f,
        -2.055880f,
        0.690626f,
        -0.832597f,
        -0.606668f,
        3.584387f,
        -1.486311f
    };

    private static final float[] DX = {
        1.233312f,
        0.672180f,
        -0.827411f,
        -2.352024f,
        -1.567883f,
        0.268999f,
        2.472790f,
        2.445257f,
        -1.014412f,
        -2.715961f,
        -1.764447f,
        0.974037f,
        1.096134f,
        2.027632f,
        1.272697f,
        -2.220898f,
        -0.889974f,
        -0.385045f,
        0.135628f,
        4.031512f,
        1.119382f,
        -1.309617f,
        -4.449737f,
        -1.292326f,
        1.155014f,
        2.410884f,
        -0.237732f,
        -2.217750f,
        -0.901997f,
        -1.198647f,
        1.896527f,
        2.133878f
    };

    private static final float[] DWEIGHT = {0.531802f, 0.891473f, -1.484400f, -2.147812f};

    private static final float[] DBIAS = {-0.043294f, 0.240534f, 0.303216f, 0.087123f};

    @ParameterizedTest
    @ValueSource(strings = {"scalar", "auto"})
    void computesAsPyTorchDoes(String backend) {
        try (Engine engine = new Engine(Backends.choose(backend, 2));
                Tape tape = engine.tape()) {
            GroupNorm layer = GroupNorm.of(2, 4, new Initializer(engine, 1));
            layer.weight().set(1, 1.5f, 2, 2.5f);
            layer.bias().set(0, 0.25f, 0.5f, 0.75f);
            Tensor x = engine.parameter(SHAPE, sequence(32, i -> Math.sin(i * i)));
            Tensor y = tape.keep(layer.forward(x));
            tape.backward(y.times(engine.tensor(SHAPE, sequence(32, Math::cos))).sum());
            Golden.assertClose(y.toArray(), Y, 1e-5, "y");
            Golden.assertClose(tape.gradient(x).toArray(), DX, 1e-5, "dx");
            Golden.assertClose(tape.gradient(layer.weight()).toArray(), DWEIGHT, 1e-5, "dweight");
            Golden.assertClose(tape.gradient(layer.bias()).toArray(), DBIAS, 1e-5, "dbias");
        }
    }

    @Test
    void groupsDivideTheChannels() {
        try (Engine engine = new Engine(Backends.choose("scalar", 1))) {
            assertThatThrownBy(() -> GroupNorm.of(3, 4, new Initializer(engine, 1)))
                    .hasMessage("GroupNorm: 3 groups of 4 channels; expected a divisor");
        }
    }

    private static float[] sequence(int n, DoubleUnaryOperator of) {
        float[] values = new float[n];
        for (int i = 0; i < n; i++) {
            values[i] = (float) of.applyAsDouble(i);
        }
        return values;
    }
}
