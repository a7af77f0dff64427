package dev.azulejo.engine.cpu.scalar;

import static dev.azulejo.engine.cpu.HeapBuffer.floats;
import static dev.azulejo.engine.cpu.HeapBuffer.ints;

import dev.azulejo.engine.backend.BinaryFunction;
import dev.azulejo.engine.backend.Buffer;
import dev.azulejo.engine.backend.ElementwiseKernels;
import dev.azulejo.engine.backend.UnaryFunction;
import dev.azulejo.engine.random.Philox;

/** Element-wise kernels, written as their formulas; transcendental functions are computed in double precision. */
public final class ScalarElementwise implements ElementwiseKernels {
    /** The kernels. */
    public ScalarElementwise() {}

    /**
     * One value of a function.
     *
     * @param f the function
     * @param x its argument
     * @return f(x)
     */
    public static float apply(UnaryFunction f, float x) {
        return switch (f) {
            case RELU -> Math.max(x, 0);
            case ELU -> x > 0 ? x : (float) Math.expm1(x);
            case SIGMOID -> (float) sigmoid(x);
            case TANH -> (float) Math.tanh(x);
            case EXP -> (float) Math.exp(x);
            case LOG -> (float) Math.log(x);
            case SQUARE -> x * x;
            case SILU -> (float) (x * sigmoid(x));
            case RSQRT -> (float) (1 / Math.sqrt(x));
            case ROUND -> (float) Math.rint(x);
        };
    }

    /**
     * One value of a function's derivative.
     *
     * @param f the function
     * @param a its value or its argument, as {@link UnaryFunction#derivativeOfValue} says
     * @return f'(x)
     */
    public static float derivative(UnaryFunction f, float a) {
        return switch (f) {
            case RELU -> a > 0 ? 1 : 0;
            case ELU -> a > 0 ? 1 : a + 1;
            case SIGMOID -> a * (1 - a);
            case TANH -> 1 - a * a;
            case EXP -> a;
            case LOG -> 1 / a;
            case SQUARE -> 2 * a;
            case RSQRT -> -0.5f * a * a * a;
            case ROUND -> 0;
            case SILU -> {
                double s = sigmoid(a);
                yield (float) (s * (1 + a * (1 - s)));
            }
        };
    }

    private static double sigmoid(double x) {
        return 1 / (1 + Math.exp(-x));
    }

    @Override
    public void unary(UnaryFunction f, Buffer xs, Buffer outs, int n) {
        float[] x = floats(xs);
        float[] out = floats(outs);
        for (int i = 0; i < n; i++) {
            out[i] = apply(f, x[i]);
        }
    }

    @Override
    public void unaryGradient(UnaryFunction f, Buffer as, Buffer dys, Buffer dxs, int n) {
        float[] a = floats(as);
        float[] dy = floats(dys);
        float[] dx = floats(dxs);
        for (int i = 0; i < n; i++) {
            dx[i] = derivative(f, a[i]) * dy[i];
        }
    }

    @Override
    public void binary(BinaryFunction f, Buffer as, Buffer bs, Buffer outs, int n) {
        float[] a = floats(as);
        float[] b = floats(bs);
        float[] out = floats(outs);
        for (int i = 0; i < n; i++) {
            out[i] = apply(f, a[i], b[i]);
        }
    }

    private static float apply(BinaryFunction f, float a, float b) {
        return switch (f) {
            case ADD -> a + b;
            case SUBTRACT -> a - b;
            case MULTIPLY -> a * b;
            case DIVIDE -> a / b;
            case LESS -> a < b ? 1 : 0;
            case EQUAL -> a == b ? 1 : 0;
        };
    }

    @Override
    public void linear(float alpha, Buffer as, float beta, Buffer bs, Buffer outs, int n) {
        float[] a = floats(as);
        float[] b = floats(bs);
        float[] out = floats(outs);
        for (int i = 0; i < n; i++) {
            out[i] = alpha * a[i] + beta * b[i];
        }
    }

    @Override
    public void scale(float factor, Buffer xs, Buffer outs, int n) {
        float[] x = floats(xs);
        float[] out = floats(outs);
        for (int i = 0; i < n; i++) {
            out[i] = factor * x[i];
        }
    }

    @Override
    public void scaleBy(float factor, Buffer s, Buffer x, Buffer out, int n) {
        scale(factor * floats(s)[0], x, out, n);
    }

    @Override
    public void broadcast(BinaryFunction f, Buffer xs, Buffer vs, Buffer outs, int groups, int rows, int channels) {
        float[] x = floats(xs);
        float[] v = floats(vs);
        float[] out = floats(outs);
        for (int g = 0; g < groups; g++) {
            for (int r = 0; r < rows; r++) {
                for (int c = 0; c < channels; c++) {
                    int i = (g * rows + r) * channels + c;
                    out[i] = apply(f, x[i], v[g * channels + c]);
                }
            }
        }
    }

    @Override
    public void where(Buffer conditions, Buffer as, Buffer bs, Buffer outs, int n) {
        float[] condition = floats(conditions);
        float[] a = floats(as);
        float[] b = floats(bs);
        float[] out = floats(outs);
        for (int i = 0; i < n; i++) {
            out[i] = condition[i] != 0 ? a[i] : b[i];
        }
    }

    @Override
    public void toFloats(Buffer xs, Buffer outs, int n) {
        int[] x = ints(xs);
        float[] out = floats(outs);
        for (int i = 0; i < n; i++) {
            out[i] = x[i];
        }
    }

    @Override
    public void toInts(Buffer xs, Buffer outs, int n) {
        float[] x = floats(xs);
        int[] out = ints(outs);
        for (int i = 0; i < n; i++) {
            out[i] = (int) x[i];
        }
    }

    @Override
    public void gate(Buffer xs, Buffer outs, int rows, int channels) {
        float[] x = floats(xs);
        float[] out = floats(outs);
        for (int r = 0; r < rows; r++) {
            for (int c = 0; c < channels; c++) {
                float a = x[2 * r * channels + c];
                float b = x[(2 * r + 1) * channels + c];
                out[r * channels + c] = (float) (Math.tanh(a) * sigmoid(b));
            }
        }
    }

    @Override
    public void gateGradient(Buffer xs, Buffer dys, Buffer dxs, int rows, int channels) {
        float[] x = floats(xs);
        float[] dy = floats(dys);
        float[] dx = floats(dxs);
        for (int r = 0; r < rows; r++) {
            for (int c = 0; c < channels; c++) {
                int a = 2 * r * channels + c;
                int b = (2 * r + 1) * channels + c;
                double t = Math.tanh(x[a]);
                double s = sigmoid(x[b]);
                float d = dy[r * channels + c];
                dx[a] = (float) (d * s * (1 - t * t));
                dx[b] = (float) (d * t * s * (1 - s));
            }
        }
    }

    @Override
    public void dropout(Buffer xs, Buffer outs, int n, float rate, int stream, Buffer keys) {
        float[] x = floats(xs);
        float[] out = floats(outs);
        int[] key = ints(keys);
        long first = (long) key[3] * n;
        int[] words = new int[4];
        for (int i = 0; i < n; i++) {
            long element = first + i;
            if (i == 0 || element % 4 == 0) {
                Philox.block(key[0], key[1], (int) (element / 4), stream, key[2], 0, words, 0);
            }
            float uniform = (words[(int) (element % 4)] >>> 8) * 0x1p-24f;
            out[i] = uniform >= rate ? x[i] / (1 - rate) : 0;
        }
    }
}
