package dev.azulejo.engine.cpu.vector;

import static jdk.incubator.vector.VectorOperators.GT;

import dev.azulejo.engine.backend.UnaryFunction;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;

/** dx = f'(x) dy over a range, a loop a function; a is y or x, as {@link UnaryFunction#derivativeOfValue} says. */
final class VectorUnaryGradient {
    private VectorUnaryGradient() {}

    static void apply(UnaryFunction f, float[] a, float[] dy, float[] dx, int from, int to) {
        switch (f) {
            case RELU -> relu(a, dy, dx, from, to);
            case ELU -> elu(a, dy, dx, from, to);
            case SIGMOID -> sigmoid(a, dy, dx, from, to);
            case TANH -> tanh(a, dy, dx, from, to);
            case EXP -> exp(a, dy, dx, from, to);
            case LOG -> log(a, dy, dx, from, to);
            case SQUARE -> square(a, dy, dx, from, to);
            case SILU -> silu(a, dy, dx, from, to);
        }
    }

    private static void relu(float[] a, float[] dy, float[] dx, int from, int to) {
        int bound = Lanes.bound(from, to);
        for (int i = from; i < bound; i += Lanes.COUNT) {
            FloatVector v = FloatVector.fromArray(Lanes.FLOATS, a, i);
            FloatVector d = FloatVector.fromArray(Lanes.FLOATS, dy, i);
            d.blend(0, v.compare(GT, 0).not()).intoArray(dx, i);
        }
        if (bound < to) {
            VectorMask<Float> rest = Lanes.rest(bound, to);
            FloatVector v = FloatVector.fromArray(Lanes.FLOATS, a, bound, rest);
            FloatVector d = FloatVector.fromArray(Lanes.FLOATS, dy, bound, rest);
            d.blend(0, v.compare(GT, 0).not()).intoArray(dx, bound, rest);
        }
    }

    private static void sigmoid(float[] a, float[] dy, float[] dx, int from, int to) {
        int bound = Lanes.bound(from, to);
        for (int i = from; i < bound; i += Lanes.COUNT) {
            FloatVector v = FloatVector.fromArray(Lanes.FLOATS, a, i);
            FloatVector d = FloatVector.fromArray(Lanes.FLOATS, dy, i);
            v.mul(one().sub(v)).mul(d).intoArray(dx, i);
        }
        if (bound < to) {
            VectorMask<Float> rest = Lanes.rest(bound, to);
            FloatVector v = FloatVector.fromArray(Lanes.FLOATS, a, bound, rest);
            FloatVector d = FloatVector.fromArray(Lanes.FLOATS, dy, bound, rest);
            v.mul(one().sub(v)).mul(d).intoArray(dx, bound, rest);
        }
    }

    private static void tanh(float[] a, float[] dy, float[] dx, int from, int to) {
        int bound = Lanes.bound(from, to);
        for (int i = from; i < bound; i += Lanes.COUNT) {
            FloatVector v = FloatVector.fromArray(Lanes.FLOATS, a, i);
            FloatVector d = FloatVector.fromArray(Lanes.FLOATS, dy, i);
            one().sub(v.mul(v)).mul(d).intoArray(dx, i);
        }
        if (bound < to) {
            VectorMask<Float> rest = Lanes.rest(bound, to);
            FloatVector v = FloatVector.fromArray(Lanes.FLOATS, a, bound, rest);
            FloatVector d = FloatVector.fromArray(Lanes.FLOATS, dy, bound, rest);
            one().sub(v.mul(v)).mul(d).intoArray(dx, bound, rest);
        }
    }

    private static void exp(float[] a, float[] dy, float[] dx, int from, int to) {
        int bound = Lanes.bound(from, to);
        for (int i = from; i < bound; i += Lanes.COUNT) {
            FloatVector v = FloatVector.fromArray(Lanes.FLOATS, a, i);
            FloatVector d = FloatVector.fromArray(Lanes.FLOATS, dy, i);
            v.mul(d).intoArray(dx, i);
        }
        if (bound < to) {
            VectorMask<Float> rest = Lanes.rest(bound, to);
            FloatVector v = FloatVector.fromArray(Lanes.FLOATS, a, bound, rest);
            FloatVector d = FloatVector.fromArray(Lanes.FLOATS, dy, bound, rest);
            v.mul(d).intoArray(dx, bound, rest);
        }
    }

    private static void log(float[] a, float[] dy, float[] dx, int from, int to) {
        int bound = Lanes.bound(from, to);
        for (int i = from; i < bound; i += Lanes.COUNT) {
            FloatVector v = FloatVector.fromArray(Lanes.FLOATS, a, i);
            FloatVector d = FloatVector.fromArray(Lanes.FLOATS, dy, i);
            one().div(v).mul(d).intoArray(dx, i);
        }
        if (bound < to) {
            VectorMask<Float> rest = Lanes.rest(bound, to);
            FloatVector v = FloatVector.fromArray(Lanes.FLOATS, a, bound, rest);
            FloatVector d = FloatVector.fromArray(Lanes.FLOATS, dy, bound, rest);
            one().div(v).mul(d).intoArray(dx, bound, rest);
        }
    }

    private static void square(float[] a, float[] dy, float[] dx, int from, int to) {
        int bound = Lanes.bound(from, to);
        for (int i = from; i < bound; i += Lanes.COUNT) {
            FloatVector v = FloatVector.fromArray(Lanes.FLOATS, a, i);
            FloatVector d = FloatVector.fromArray(Lanes.FLOATS, dy, i);
            v.mul(2).mul(d).intoArray(dx, i);
        }
        if (bound < to) {
            VectorMask<Float> rest = Lanes.rest(bound, to);
            FloatVector v = FloatVector.fromArray(Lanes.FLOATS, a, bound, rest);
            FloatVector d = FloatVector.fromArray(Lanes.FLOATS, dy, bound, rest);
            v.mul(2).mul(d).intoArray(dx, bound, rest);
        }
    }

    private static void silu(float[] a, float[] dy, float[] dx, int from, int to) {
        int bound = Lanes.bound(from, to);
        for (int i = from; i < bound; i += Lanes.COUNT) {
            FloatVector v = FloatVector.fromArray(Lanes.FLOATS, a, i);
            FloatVector d = FloatVector.fromArray(Lanes.FLOATS, dy, i);
            silu(v).mul(d).intoArray(dx, i);
        }
        if (bound < to) {
            VectorMask<Float> rest = Lanes.rest(bound, to);
            FloatVector v = FloatVector.fromArray(Lanes.FLOATS, a, bound, rest);
            FloatVector d = FloatVector.fromArray(Lanes.FLOATS, dy, bound, rest);
            silu(v).mul(d).intoArray(dx, bound, rest);
        }
    }

    private static void elu(float[] a, float[] dy, float[] dx, int from, int to) {
        int bound = Lanes.bound(from, to);
        for (int i = from; i < bound; i += Lanes.COUNT) {
            FloatVector v = FloatVector.fromArray(Lanes.FLOATS, a, i);
            FloatVector d = FloatVector.fromArray(Lanes.FLOATS, dy, i);
            v.add(1).blend(1, v.compare(GT, 0)).mul(d).intoArray(dx, i);
        }
        for (int i = bound; i < to; i++) {
            dx[i] = (a[i] > 0 ? 1 : a[i] + 1) * dy[i];
        }
    }

    private static FloatVector silu(FloatVector x) {
        FloatVector s = VectorMath.sigmoid(x);
        return x.mul(one().sub(s)).add(1).mul(s);
    }

    private static FloatVector one() {
        return FloatVector.broadcast(Lanes.FLOATS, 1);
    }
}
