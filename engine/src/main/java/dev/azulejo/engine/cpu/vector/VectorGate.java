package dev.azulejo.engine.cpu.vector;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;

/** tanh(a) sigmoid(b) and its gradient, a row at a time. */
final class VectorGate {
    private VectorGate() {}

    /** out = tanh(a) sigmoid(b) over [a, a + n) and [b, b + n) of x. */
    static void row(float[] x, int a, int b, float[] out, int at, int n) {
        int bound = Lanes.FLOATS.loopBound(n);
        for (int c = 0; c < bound; c += Lanes.COUNT) {
            FloatVector t = VectorMath.tanh(FloatVector.fromArray(Lanes.FLOATS, x, a + c));
            FloatVector s = VectorMath.sigmoid(FloatVector.fromArray(Lanes.FLOATS, x, b + c));
            t.mul(s).intoArray(out, at + c);
        }
        if (bound < n) {
            VectorMask<Float> rest = Lanes.rest(bound, n);
            FloatVector t = VectorMath.tanh(FloatVector.fromArray(Lanes.FLOATS, x, a + bound, rest));
            FloatVector s = VectorMath.sigmoid(FloatVector.fromArray(Lanes.FLOATS, x, b + bound, rest));
            t.mul(s).intoArray(out, at + bound, rest);
        }
    }

    /** dx[a...] = dy s (1 - t²) and dx[b...] = dy t s (1 - s). */
    static void rowGradient(float[] x, int a, int b, float[] dy, int at, float[] dx, int n) {
        int bound = Lanes.FLOATS.loopBound(n);
        for (int c = 0; c < bound; c += Lanes.COUNT) {
            FloatVector xa = FloatVector.fromArray(Lanes.FLOATS, x, a + c);
            FloatVector xb = FloatVector.fromArray(Lanes.FLOATS, x, b + c);
            FloatVector d = FloatVector.fromArray(Lanes.FLOATS, dy, at + c);
            slopeOfA(xa, xb).mul(d).intoArray(dx, a + c);
            slopeOfB(xa, xb).mul(d).intoArray(dx, b + c);
        }
        if (bound < n) {
            VectorMask<Float> rest = Lanes.rest(bound, n);
            FloatVector xa = FloatVector.fromArray(Lanes.FLOATS, x, a + bound, rest);
            FloatVector xb = FloatVector.fromArray(Lanes.FLOATS, x, b + bound, rest);
            FloatVector d = FloatVector.fromArray(Lanes.FLOATS, dy, at + bound, rest);
            slopeOfA(xa, xb).mul(d).intoArray(dx, a + bound, rest);
            slopeOfB(xa, xb).mul(d).intoArray(dx, b + bound, rest);
        }
    }

    /** sigmoid(b) (1 - tanh(a)²), as 4 e / (1 + e)² with e = exp(-2|a|): 1 - t² cancels where tanh saturates. */
    private static FloatVector slopeOfA(FloatVector a, FloatVector b) {
        FloatVector e = VectorMath.exp(a.abs().mul(-2));
        FloatVector sum = e.add(1);
        return e.mul(4).div(sum.mul(sum)).mul(VectorMath.sigmoid(b));
    }

    /** tanh(a) s (1 - s), where s (1 - s) = e / (1 + e)² with e = exp(-|b|). */
    private static FloatVector slopeOfB(FloatVector a, FloatVector b) {
        FloatVector e = VectorMath.exp(b.abs().neg());
        FloatVector sum = e.add(1);
        return e.div(sum.mul(sum)).mul(VectorMath.tanh(a));
    }
}
