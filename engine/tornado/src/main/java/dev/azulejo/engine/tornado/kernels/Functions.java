package dev.azulejo.engine.tornado.kernels;

import uk.ac.manchester.tornado.api.math.TornadoMath;

/** The engine's functions of one and two arguments, by number; the number is a constant of a compiled kernel. */
@SuppressWarnings("IfChainToSwitch") // Comparisons with a constant are what was seen to be folded away.
final class Functions {
    private Functions() {}

    static float sigmoid(float x) {
        return 1f / (1f + TornadoMath.exp(-x));
    }

    /** sigmoid(x) (1 - sigmoid(x)) without a difference of nearly equal numbers. */
    static float sigmoidSlope(float x) {
        float e = TornadoMath.exp(x < 0f ? x : -x);
        return e / ((1f + e) * (1f + e));
    }

    /** 1 - tanh(x)², likewise. */
    static float tanhSlope(float x) {
        return 4f * sigmoidSlope(2f * x);
    }

    /** The nearest integer, ties to even: between 2^23 and 2^24 floats are integers. */
    static float round(float x) {
        float size = x < 0f ? -x : x;
        float whole = (size + 8388608f) - 8388608f;
        float y = size < 8388608f ? whole : size;
        return x < 0f ? -y : y;
    }

    /** f(x); numbered as dev.azulejo.engine.backend.UnaryFunction. */
    static float unary(int f, float x) {
        float y = 0f;
        if (f == 0) {
            y = x > 0f ? x : 0f;
        } else if (f == 1) {
            y = x > 0f ? x : TornadoMath.exp(x) - 1f;
        } else if (f == 2) {
            y = sigmoid(x);
        } else if (f == 3) {
            y = TornadoMath.tanh(x);
        } else if (f == 4) {
            y = TornadoMath.exp(x);
        } else if (f == 5) {
            y = TornadoMath.log(x);
        } else if (f == 6) {
            y = x * x;
        } else if (f == 7) {
            y = x * sigmoid(x);
        } else if (f == 8) {
            y = 1f / TornadoMath.sqrt(x);
        } else {
            y = round(x);
        }
        return y;
    }

    /** f'(x), from the value where the engine's derivative is of the value. */
    static float derivative(int f, float a) {
        float d = 0f;
        if (f == 0) {
            d = a > 0f ? 1f : 0f;
        } else if (f == 1) {
            d = a > 0f ? 1f : a + 1f;
        } else if (f == 2) {
            d = a * (1f - a);
        } else if (f == 3) {
            d = 1f - a * a;
        } else if (f == 4) {
            d = a;
        } else if (f == 5) {
            d = 1f / a;
        } else if (f == 6) {
            d = 2f * a;
        } else if (f == 7) {
            float s = sigmoid(a);
            d = s * (1f + a * (1f - s));
        } else if (f == 8) {
            d = -0.5f * a * a * a;
        }
        return d;
    }

    /** f(a, b); numbered as dev.azulejo.engine.backend.BinaryFunction. */
    static float binary(int f, float a, float b) {
        float y = 0f;
        if (f == 0) {
            y = a + b;
        } else if (f == 1) {
            y = a - b;
        } else if (f == 2) {
            y = a * b;
        } else if (f == 3) {
            y = a / b;
        } else if (f == 4) {
            y = a < b ? 1f : 0f;
        } else {
            y = a == b ? 1f : 0f;
        }
        return y;
    }
}
