package dev.azulejo.engine.cpu.vector;

import static jdk.incubator.vector.VectorOperators.GT;

import dev.azulejo.engine.backend.UnaryFunction;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;

/** out = f(x) over a range, a loop a function. */
final class VectorUnary {
    private VectorUnary() {}

    static void apply(UnaryFunction f, float[] x, float[] out, int from, int to) {
        switch (f) {
            case RELU -> relu(x, out, from, to);
            case ELU -> elu(x, out, from, to);
            case SIGMOID -> sigmoid(x, out, from, to);
            case TANH -> tanh(x, out, from, to);
            case EXP -> exp(x, out, from, to);
            case LOG -> log(x, out, from, to);
            case SQUARE -> square(x, out, from, to);
            case SILU -> silu(x, out, from, to);
        }
    }

    private static void relu(float[] x, float[] out, int from, int to) {
        int bound = Lanes.bound(from, to);
        for (int i = from; i < bound; i += Lanes.COUNT) {
            FloatVector v = FloatVector.fromArray(Lanes.FLOATS, x, i);
            v.max(0).intoArray(out, i);
        }
        if (bound < to) {
            VectorMask<Float> rest = Lanes.rest(bound, to);
            FloatVector v = FloatVector.fromArray(Lanes.FLOATS, x, bound, rest);
            v.max(0).intoArray(out, bound, rest);
        }
    }

    private static void elu(float[] x, float[] out, int from, int to) {
        int bound = Lanes.bound(from, to);
        for (int i = from; i < bound; i += Lanes.COUNT) {
            FloatVector v = FloatVector.fromArray(Lanes.FLOATS, x, i);
            elu(v).intoArray(out, i);
        }
        if (bound < to) {
            VectorMask<Float> rest = Lanes.rest(bound, to);
            FloatVector v = FloatVector.fromArray(Lanes.FLOATS, x, bound, rest);
            elu(v).intoArray(out, bound, rest);
        }
    }

    private static void sigmoid(float[] x, float[] out, int from, int to) {
        int bound = Lanes.bound(from, to);
        for (int i = from; i < bound; i += Lanes.COUNT) {
            FloatVector v = FloatVector.fromArray(Lanes.FLOATS, x, i);
            VectorMath.sigmoid(v).intoArray(out, i);
        }
        if (bound < to) {
            VectorMask<Float> rest = Lanes.rest(bound, to);
            FloatVector v = FloatVector.fromArray(Lanes.FLOATS, x, bound, rest);
            VectorMath.sigmoid(v).intoArray(out, bound, rest);
        }
    }

    private static void tanh(float[] x, float[] out, int from, int to) {
        int bound = Lanes.bound(from, to);
        for (int i = from; i < bound; i += Lanes.COUNT) {
            FloatVector v = FloatVector.fromArray(Lanes.FLOATS, x, i);
            VectorMath.tanh(v).intoArray(out, i);
        }
        if (bound < to) {
            VectorMask<Float> rest = Lanes.rest(bound, to);
            FloatVector v = FloatVector.fromArray(Lanes.FLOATS, x, bound, rest);
            VectorMath.tanh(v).intoArray(out, bound, rest);
        }
    }

    private static void exp(float[] x, float[] out, int from, int to) {
        int bound = Lanes.bound(from, to);
        for (int i = from; i < bound; i += Lanes.COUNT) {
            FloatVector v = FloatVector.fromArray(Lanes.FLOATS, x, i);
            VectorMath.exp(v).intoArray(out, i);
        }
        if (bound < to) {
            VectorMask<Float> rest = Lanes.rest(bound, to);
            FloatVector v = FloatVector.fromArray(Lanes.FLOATS, x, bound, rest);
            VectorMath.exp(v).intoArray(out, bound, rest);
        }
    }

    private static void log(float[] x, float[] out, int from, int to) {
        int bound = Lanes.bound(from, to);
        for (int i = from; i < bound; i += Lanes.COUNT) {
            FloatVector v = FloatVector.fromArray(Lanes.FLOATS, x, i);
            VectorMath.log(v).intoArray(out, i);
        }
        if (bound < to) {
            VectorMask<Float> rest = Lanes.rest(bound, to);
            FloatVector v = FloatVector.fromArray(Lanes.FLOATS, x, bound, rest);
            VectorMath.log(v).intoArray(out, bound, rest);
        }
    }

    private static void square(float[] x, float[] out, int from, int to) {
        int bound = Lanes.bound(from, to);
        for (int i = from; i < bound; i += Lanes.COUNT) {
            FloatVector v = FloatVector.fromArray(Lanes.FLOATS, x, i);
            v.mul(v).intoArray(out, i);
        }
        if (bound < to) {
            VectorMask<Float> rest = Lanes.rest(bound, to);
            FloatVector v = FloatVector.fromArray(Lanes.FLOATS, x, bound, rest);
            v.mul(v).intoArray(out, bound, rest);
        }
    }

    private static void silu(float[] x, float[] out, int from, int to) {
        int bound = Lanes.bound(from, to);
        for (int i = from; i < bound; i += Lanes.COUNT) {
            FloatVector v = FloatVector.fromArray(Lanes.FLOATS, x, i);
            v.mul(VectorMath.sigmoid(v)).intoArray(out, i);
        }
        if (bound < to) {
            VectorMask<Float> rest = Lanes.rest(bound, to);
            FloatVector v = FloatVector.fromArray(Lanes.FLOATS, x, bound, rest);
            v.mul(VectorMath.sigmoid(v)).intoArray(out, bound, rest);
        }
    }

    private static FloatVector elu(FloatVector v) {
        return VectorMath.expm1OfNegative(v).blend(v, v.compare(GT, 0));
    }
}
