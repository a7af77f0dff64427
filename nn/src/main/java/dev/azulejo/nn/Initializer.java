package dev.azulejo.nn;

import dev.azulejo.engine.Engine;
import dev.azulejo.engine.Shape;
import dev.azulejo.engine.Tensor;
import dev.azulejo.engine.random.Philox;
import java.util.Arrays;

/**
 * Draws the first values of parameters, each from a stream of its own in the order of construction, with PyTorch's
 * distributions so that training curves compare. {@code docs/randomness.md} lists all streams.
 */
public final class Initializer {
    private final Engine engine;
    private final long seed;
    private int stream;

    /**
     * An initialiser.
     *
     * @param engine where the parameters live
     * @param seed the seed
     */
    public Initializer(Engine engine, long seed) {
        this.engine = engine;
        this.seed = seed;
    }

    /** {@return the engine that the parameters live on} */
    public Engine engine() {
        return engine;
    }

    /**
     * Uniform in [-bound, bound). PyTorch's default for convolutions and linear layers is a bound of 1 / sqrt(fan in)
     * (He et al. 2015 with a = sqrt(5)).
     *
     * @param shape the shape
     * @param bound the bound
     * @return the parameter
     */
    public Tensor uniform(Shape shape, double bound) {
        float[] values = new float[shape.size()];
        Philox.uniforms(seed, stream++, 0, 0, values, 0, values.length);
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) ((2 * values[i] - 1) * bound);
        }
        return engine.parameter(shape, values);
    }

    /**
     * Normal with mean 0.
     *
     * @param shape the shape
     * @param deviation standard deviation
     * @return the parameter
     */
    public Tensor normal(Shape shape, double deviation) {
        float[] values = new float[shape.size()];
        Philox.normals(seed, stream++, 0, 0, values, 0, values.length);
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (values[i] * deviation);
        }
        return engine.parameter(shape, values);
    }

    /**
     * The same value throughout.
     *
     * @param shape the shape
     * @param value the value
     * @return the parameter
     */
    public Tensor constant(Shape shape, float value) {
        float[] values = new float[shape.size()];
        Arrays.fill(values, value);
        return engine.parameter(shape, values);
    }
}
