package dev.azulejo.nn;

import dev.azulejo.engine.Backends;
import dev.azulejo.engine.Engine;
import dev.azulejo.engine.Shape;
import dev.azulejo.engine.Tape;
import dev.azulejo.engine.Tensor;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Layers that are compositions against PyTorch's, in float64: x[i] = sin(i²), dy[i] = cos(i), both NHWC. */
class ComposedLayersTest {
    @ParameterizedTest
    @ValueSource(strings = {"scalar", "auto"})
    void rmsNormComputesAsPyTorchs(String backend) {
        try (Engine engine = new Engine(Backends.choose(backend, 2));
                Tape tape = engine.tape()) {
            RmsNorm layer = RmsNorm.of(4, new Initializer(engine, 1));
            layer.weight().set(1, 1.5f, 2, 2.5f);
            float[] y = {
                0.000000f,
                2.095927f,
                -2.513381f,
                1.710834f,
                -0.407802f,
                -0.281205f,
                -2.809618f,
                -3.377366f,
                1.164392f,
                -1.195787f,
                -1.281720f,
                3.160270f
            };
            float[] dx = {
                1.660527f,
                1.064651f,
                -1.129204f,
                -4.247458f,
                -1.656146f,
                0.266971f,
                0.204347f,
                0.250399f,
                -0.924492f,
                -1.222828f,
                -1.716397f,
                -0.789745f
            };
            float[] dweight = {0.097138f, 1.428123f, -0.288160f, -1.690372f};
            check(engine, tape, layer, Shape.of(3, 4), y, dx);
            Golden.assertClose(tape.gradient(layer.weight()).toArray(), dweight, 1e-5, "dweight");
        }
    }

    /** {@code GroupNorm(2, 4)}; weights 0.2 sin(i), i in the order of the memory, biases 0, 0.1, 0.2, 0.3. */
    @ParameterizedTest
    @ValueSource(strings = {"scalar", "auto"})
    void siluBlockComputesAsPyTorchs(String backend) {
        try (Engine engine = new Engine(Backends.choose(backend, 2));
                Tape tape = engine.tape()) {
            SiluBlock block = SiluBlock.of(4, 2, new Initializer(engine, 1));
            block.conv1().weight().set(sequence(144, i -> 0.2 * Math.sin(i)));
            block.conv2().weight().set(sequence(144, i -> 0.2 * Math.sin(i)));
            block.conv1().bias().set(0, 0.1f, 0.2f, 0.3f);
            block.conv2().bias().set(0, 0.1f, 0.2f, 0.3f);
            float[] y = {
                -0.438725f,
                0.619154f,
                -0.466375f,
                1.132152f,
                0.195479f,
                0.325780f,
                -0.888162f,
                -1.116036f,
                0.663688f,
                -0.771258f,
                -0.310853f,
                1.535336f,
                -0.288028f,
                -0.054115f,
                1.420523f,
                -0.774338f,
                -1.220119f,
                -0.420437f,
                -0.516882f,
                0.735271f,
                -0.780746f,
                1.292950f,
                0.614531f,
                1.205836f
            };
            float[] dx = {
                0.902681f,
                0.869822f,
                -0.425905f,
                -0.971176f,
                -0.568482f,
                0.182062f,
                0.970394f,
                0.767165f,
                -0.394003f,
                -0.887405f,
                -0.833533f,
                -0.129064f,
                0.909700f,
                0.864671f,
                0.153468f,
                -0.743370f,
                -0.962284f,
                -0.262318f,
                0.714149f,
                0.846637f,
                0.407951f,
                -0.569873f,
                -1.085644f,
                -0.296557f
            };
            check(engine, tape, block, Shape.of(1, 2, 3, 4), y, dx);
        }
    }

    private static void check(Engine engine, Tape tape, Layer layer, Shape shape, float[] y, float[] dx) {
        Tensor x = engine.parameter(shape, sequence(shape.size(), i -> Math.sin(i * i)));
        Tensor out = tape.keep(layer.forward(x));
        Tensor dy = engine.tensor(shape, sequence(shape.size(), Math::cos));
        tape.backward(out.times(dy).sum());
        Golden.assertClose(out.toArray(), y, 1e-5, "y");
        Golden.assertClose(tape.gradient(x).toArray(), dx, 1e-5, "dx");
    }

    private static float[] sequence(int n, DoubleUnaryOperator of) {
        float[] values = new float[n];
        for (int i = 0; i < n; i++) {
            values[i] = (float) of.applyAsDouble(i);
        }
        return values;
    }
}
