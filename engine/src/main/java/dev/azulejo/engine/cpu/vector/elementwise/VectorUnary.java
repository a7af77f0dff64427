package dev.azulejo.engine.cpu.vector.elementwise;

import static jdk.incubator.vector.VectorOperators.LT;

import dev.azulejo.engine.backend.UnaryFunction;
import dev.azulejo.engine.cpu.vector.base.Lanes;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;

/** out = f(x) over a range, a loop a function. */
public final class VectorUnary {
    /** Elements at a time where there are two loops: what lies between them, 4 KiB, stays in the first-level cache. */
    static final int CHUNK = 1 << 10;

    private VectorUnary() {}

    static void apply(UnaryFunction f, float[] x, float[] out, int from, int to) {
        int bound = Lanes.bound(from, to);
        whole(f, x, out, from, bound - from);
        if (bound < to) {
            float[] rest = new float[Lanes.COUNT];
            System.arraycopy(x, bound, rest, 0, to - bound);
            whole(f, rest, rest, 0, Lanes.COUNT);
            System.arraycopy(rest, 0, out, bound, to - bound);
        }
    }

    /** So many elements from {@code at} on, whole registers. */
    private static void whole(UnaryFunction f, float[] x, float[] out, int at, int n) {
        switch (f) {
            case RELU -> relu(x, out, at, n);
            case ELU -> VectorMath.elu(x, at, out, at, n);
            case SIGMOID -> VectorMath.sigmoid(x, at, out, at, n);
            case TANH -> VectorMath.tanh(x, at, out, at, n);
            case EXP -> VectorMath.exp(x, at, out, at, n);
            case LOG -> VectorMath.log(x, at, out, at, n);
            case SQUARE -> VectorArithmetic.multiply(x, x, out, at, at + n);
            case SILU -> silu(x, out, at, n);
            case RSQRT -> rsqrt(x, out, at, n);
            case ROUND -> round(x, out, at, n);
        }
    }

    private static void relu(float[] x, float[] out, int at, int n) {
        for (int i = at; i < at + n; i += Lanes.COUNT) {
            FloatVector.fromArray(Lanes.FLOATS, x, i).max(0).intoArray(out, i);
        }
    }

    private static void rsqrt(float[] x, float[] out, int at, int n) {
        FloatVector one = FloatVector.broadcast(Lanes.FLOATS, 1);
        for (int i = at; i < at + n; i += Lanes.COUNT) {
            one.div(FloatVector.fromArray(Lanes.FLOATS, x, i).sqrt()).intoArray(out, i);
        }
    }

    /** Between 2^23 and 2^24 floats are integers: a sum that lies there is rounded to one, ties to even. */
    private static void round(float[] x, float[] out, int at, int n) {
        for (int i = at; i < at + n; i += Lanes.COUNT) {
            FloatVector v = FloatVector.fromArray(Lanes.FLOATS, x, i);
            FloatVector size = v.abs();
            FloatVector whole = size.add(0x1p23f).sub(0x1p23f);
            IntVector bits = size.blend(whole, size.compare(LT, 0x1p23f)).reinterpretAsInts();
            bits.or(v.reinterpretAsInts().and(Integer.MIN_VALUE))
                    .reinterpretAsFloats()
                    .intoArray(out, i);
        }
    }

    private static void silu(float[] x, float[] out, int at, int n) {
        float[] sigmoid = new float[Math.min(n, CHUNK)];
        for (int i = 0; i < n; i += CHUNK) {
            int count = Math.min(CHUNK, n - i);
            VectorMath.sigmoid(x, at + i, sigmoid, 0, count);
            times(sigmoid, x, out, at + i, count);
        }
    }

    /** out = a x, with a from its beginning. */
    private static void times(float[] a, float[] x, float[] out, int at, int n) {
        for (int i = 0; i < n; i += Lanes.COUNT) {
            FloatVector v = FloatVector.fromArray(Lanes.FLOATS, x, at + i);
            FloatVector.fromArray(Lanes.FLOATS, a, i).mul(v).intoArray(out, at + i);
        }
    }
}
