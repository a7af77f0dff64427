package dev.azulejo.engine.cpu.vector.elementwise;

import static jdk.incubator.vector.VectorOperators.ASHR;
import static jdk.incubator.vector.VectorOperators.EQ;
import static jdk.incubator.vector.VectorOperators.FMA;
import static jdk.incubator.vector.VectorOperators.GE;
import static jdk.incubator.vector.VectorOperators.GT;
import static jdk.incubator.vector.VectorOperators.LSHL;
import static jdk.incubator.vector.VectorOperators.LT;

import dev.azulejo.engine.cpu.vector.base.Lanes;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;

/**
 * Elementary functions, by range reduction and the single-precision polynomials of Moshier's Cephes library. They need no
 * native library, give the same bits in every lane, saturate at both ends and keep NaN. Errors, tested: 2 ulp or less for
 * exp and log, 3 for the others.
 *
 * <p>All take n elements from x at {@code at} to out at {@code outAt}; where not said otherwise n is a multiple of the lanes
 * and both may be the same place. Each is one loop with the polynomial in it, not in a method that they share: a graph of C2
 * is full (18,000 nodes) after some thirty operations on registers, and from there on C2 inlines the JDK's methods alone,
 * calls ours and boxes what they take and return.
 */
@SuppressWarnings("FloatingPointLiteralPrecision") // The digits as published.
public final class VectorMath {
    /** 1.5 times 2^23: added to a small float, it leaves the nearest integer in the low bits. */
    private static final float ROUND = 0x1.8p23f;

    private static final int ROUND_BITS = 0x4B400000;
    private static final int SQRT_HALF_BITS = 0x3F3504F3;

    private static final float LOG2_E = 1.44269504f;

    // ln(2), the sum of a part with few bits and a small one.
    private static final float LN2_HIGH = 0.693359375f;
    private static final float LN2_LOW = -2.12194440e-4f;

    // exp(r) - 1 = r + r² P(r) for |r| at most ln(2) / 2.
    private static final float P5 = 1.9875691500e-4f;
    private static final float P4 = 1.3981999507e-3f;
    private static final float P3 = 8.3334519073e-3f;
    private static final float P2 = 4.1665795894e-2f;
    private static final float P1 = 1.6666665459e-1f;
    private static final float P0 = 5.0000001201e-1f;

    private VectorMath() {}

    /** out = exp(x) for any n; out has room for whole registers, and is not x if they are not. */
    public static void exp(float[] x, int at, float[] out, int outAt, int n) {
        int bound = Lanes.FLOATS.loopBound(n);
        if (bound < n) {
            FloatVector.fromArray(Lanes.FLOATS, x, at + bound, Lanes.FLOATS.indexInRange(bound, n))
                    .intoArray(out, outAt + bound);
            expOfRegisters(out, outAt + bound, out, outAt + bound, Lanes.COUNT);
        }
        expOfRegisters(x, at, out, outAt, bound);
    }

    private static void expOfRegisters(float[] x, int at, float[] out, int outAt, int n) {
        for (int i = 0; i < n; i += Lanes.COUNT) {
            FloatVector v = FloatVector.fromArray(Lanes.FLOATS, x, at + i);
            FloatVector rounded = v.fma(LOG2_E, ROUND);
            FloatVector whole = rounded.sub(ROUND);
            FloatVector r = whole.lanewise(FMA, -LN2_LOW, whole.lanewise(FMA, -LN2_HIGH, v));
            FloatVector p = r.fma(P5, P4);
            p = p.lanewise(FMA, r, P3);
            p = p.lanewise(FMA, r, P2);
            p = p.lanewise(FMA, r, P1);
            p = p.lanewise(FMA, r, P0);
            FloatVector y = p.fma(r.mul(r), r).add(1);
            // Two factors, as 2^n alone is no normal float at either end.
            IntVector exponent = rounded.reinterpretAsInts().sub(ROUND_BITS);
            IntVector half = exponent.lanewise(ASHR, 1);
            IntVector rest = exponent.sub(half);
            y = y.mul(half.add(127).lanewise(LSHL, 23).reinterpretAsFloats());
            y = y.mul(rest.add(127).lanewise(LSHL, 23).reinterpretAsFloats());
            y.blend(Float.POSITIVE_INFINITY, v.compare(GT, 88.722839f))
                    .blend(0, v.compare(LT, -103.972084f))
                    .intoArray(out, outAt + i);
        }
    }

    /**
     * out = exp(-|x - shift|), 0 where it is no normal float: what a softmax or a sigmoid needs, for less. For any n; out has
     * room for whole registers, whose rest becomes 0, and is not x if they are not.
     */
    public static void expOfDistance(float[] x, int at, float shift, float[] out, int outAt, int n) {
        int bound = Lanes.FLOATS.loopBound(n);
        if (bound < n) {
            VectorMask<Float> rest = Lanes.FLOATS.indexInRange(bound, n);
            FloatVector.broadcast(Lanes.FLOATS, Float.NEGATIVE_INFINITY)
                    .blend(FloatVector.fromArray(Lanes.FLOATS, x, at + bound, rest), rest)
                    .intoArray(out, outAt + bound);
            expOfDistanceOfRegisters(out, outAt + bound, shift, out, outAt + bound, Lanes.COUNT);
        }
        expOfDistanceOfRegisters(x, at, shift, out, outAt, bound);
    }

    private static void expOfDistanceOfRegisters(float[] x, int at, float shift, float[] out, int outAt, int n) {
        for (int i = 0; i < n; i += Lanes.COUNT) {
            FloatVector v = FloatVector.fromArray(Lanes.FLOATS, x, at + i)
                    .sub(shift)
                    .abs()
                    .neg();
            FloatVector rounded = v.fma(LOG2_E, ROUND);
            FloatVector whole = rounded.sub(ROUND);
            FloatVector r = whole.lanewise(FMA, -LN2_LOW, whole.lanewise(FMA, -LN2_HIGH, v));
            FloatVector p = r.fma(P5, P4);
            p = p.lanewise(FMA, r, P3);
            p = p.lanewise(FMA, r, P2);
            p = p.lanewise(FMA, r, P1);
            p = p.lanewise(FMA, r, P0);
            IntVector exponent = rounded.reinterpretAsInts().sub(ROUND_BITS);
            FloatVector power = exponent.add(127).lanewise(LSHL, 23).reinterpretAsFloats();
            p.fma(r.mul(r), r)
                    .fma(power, power)
                    .blend(0, v.compare(LT, -87.336544f))
                    .intoArray(out, outAt + i);
        }
    }

    /** out = ln(x): -infinity at 0, NaN below. */
    static void log(float[] x, int at, float[] out, int outAt, int n) {
        for (int i = 0; i < n; i += Lanes.COUNT) {
            FloatVector v = FloatVector.fromArray(Lanes.FLOATS, x, at + i);
            VectorMask<Float> subnormal = v.compare(LT, Float.MIN_NORMAL);
            IntVector bits = v.mul(0x1p23f, subnormal).reinterpretAsInts();
            IntVector exponent = bits.sub(SQRT_HALF_BITS).lanewise(ASHR, 23);
            FloatVector f =
                    bits.sub(exponent.lanewise(LSHL, 23)).reinterpretAsFloats().sub(1);
            FloatVector e = exponent.add(ROUND_BITS).reinterpretAsFloats().sub(ROUND);
            e = e.sub(23, subnormal);
            FloatVector z = f.mul(f);
            FloatVector p = f.fma(7.0376836292e-2f, -1.1514610310e-1f);
            p = p.lanewise(FMA, f, 1.1676998740e-1f);
            p = p.lanewise(FMA, f, -1.2420140846e-1f);
            p = p.lanewise(FMA, f, 1.4249322787e-1f);
            p = p.lanewise(FMA, f, -1.6668057665e-1f);
            p = p.lanewise(FMA, f, 2.0000714765e-1f);
            p = p.lanewise(FMA, f, -2.4999993993e-1f);
            p = p.lanewise(FMA, f, 3.3333331174e-1f);
            FloatVector y = e.lanewise(FMA, LN2_LOW, p.mul(f).mul(z));
            y = z.lanewise(FMA, -0.5f, y).add(f);
            y = e.lanewise(FMA, LN2_HIGH, y);
            y.blend(Float.NaN, v.compare(GE, 0).not())
                    .blend(Float.NEGATIVE_INFINITY, v.compare(EQ, 0))
                    .blend(Float.POSITIVE_INFINITY, v.compare(EQ, Float.POSITIVE_INFINITY))
                    .intoArray(out, outAt + i);
        }
    }

    /** out = 1 / (1 + exp(-x)), as e / (1 + e) with e = exp(x) where x is negative. */
    static void sigmoid(float[] x, int at, float[] out, int outAt, int n) {
        for (int i = 0; i < n; i += Lanes.COUNT) {
            FloatVector original = FloatVector.fromArray(Lanes.FLOATS, x, at + i);
            FloatVector v = original.abs().neg();
            FloatVector rounded = v.fma(LOG2_E, ROUND);
            FloatVector whole = rounded.sub(ROUND);
            FloatVector r = whole.lanewise(FMA, -LN2_LOW, whole.lanewise(FMA, -LN2_HIGH, v));
            FloatVector p = r.fma(P5, P4);
            p = p.lanewise(FMA, r, P3);
            p = p.lanewise(FMA, r, P2);
            p = p.lanewise(FMA, r, P1);
            p = p.lanewise(FMA, r, P0);
            IntVector exponent = rounded.reinterpretAsInts().sub(ROUND_BITS);
            FloatVector power = exponent.add(127).lanewise(LSHL, 23).reinterpretAsFloats();
            FloatVector e = p.fma(r.mul(r), r).fma(power, power).blend(0, v.compare(LT, -87.336544f));
            FloatVector numerator = FloatVector.broadcast(Lanes.FLOATS, 1).blend(e, original.compare(LT, 0));
            numerator.div(e.add(1)).intoArray(out, outAt + i);
        }
    }

    /** out = tanh(x) = -u / (u + 2) with u = exp(-2|x|) - 1, and the sign of x. */
    static void tanh(float[] x, int at, float[] out, int outAt, int n) {
        for (int i = 0; i < n; i += Lanes.COUNT) {
            FloatVector original = FloatVector.fromArray(Lanes.FLOATS, x, at + i);
            FloatVector v = original.abs().mul(-2);
            FloatVector rounded = v.fma(LOG2_E, ROUND);
            FloatVector whole = rounded.sub(ROUND);
            FloatVector r = whole.lanewise(FMA, -LN2_LOW, whole.lanewise(FMA, -LN2_HIGH, v));
            FloatVector p = r.fma(P5, P4);
            p = p.lanewise(FMA, r, P3);
            p = p.lanewise(FMA, r, P2);
            p = p.lanewise(FMA, r, P1);
            p = p.lanewise(FMA, r, P0);
            IntVector exponent = rounded.reinterpretAsInts().sub(ROUND_BITS);
            FloatVector power = exponent.add(127).lanewise(LSHL, 23).reinterpretAsFloats();
            FloatVector u = p.fma(r.mul(r), r).fma(power, power.sub(1)).blend(-1, v.compare(LT, -25));
            IntVector size = u.div(u.add(2)).abs().reinterpretAsInts();
            IntVector sign = original.reinterpretAsInts().and(Integer.MIN_VALUE);
            size.or(sign).reinterpretAsFloats().intoArray(out, outAt + i);
        }
    }

    /** out = x where it is positive, else exp(x) - 1 with a small relative error near 0 too. */
    static void elu(float[] x, int at, float[] out, int outAt, int n) {
        for (int i = 0; i < n; i += Lanes.COUNT) {
            FloatVector v = FloatVector.fromArray(Lanes.FLOATS, x, at + i);
            FloatVector rounded = v.fma(LOG2_E, ROUND);
            FloatVector whole = rounded.sub(ROUND);
            FloatVector r = whole.lanewise(FMA, -LN2_LOW, whole.lanewise(FMA, -LN2_HIGH, v));
            FloatVector p = r.fma(P5, P4);
            p = p.lanewise(FMA, r, P3);
            p = p.lanewise(FMA, r, P2);
            p = p.lanewise(FMA, r, P1);
            p = p.lanewise(FMA, r, P0);
            IntVector exponent = rounded.reinterpretAsInts().sub(ROUND_BITS);
            FloatVector power = exponent.add(127).lanewise(LSHL, 23).reinterpretAsFloats();
            p.fma(r.mul(r), r)
                    .fma(power, power.sub(1))
                    .blend(-1, v.compare(LT, -25))
                    .blend(v, v.compare(GT, 0))
                    .intoArray(out, outAt + i);
        }
    }
}
