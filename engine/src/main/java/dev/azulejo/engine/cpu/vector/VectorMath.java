package dev.azulejo.engine.cpu.vector;

import static jdk.incubator.vector.VectorOperators.ASHR;
import static jdk.incubator.vector.VectorOperators.EQ;
import static jdk.incubator.vector.VectorOperators.GE;
import static jdk.incubator.vector.VectorOperators.GT;
import static jdk.incubator.vector.VectorOperators.LSHL;
import static jdk.incubator.vector.VectorOperators.LT;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;

/**
 * Elementary functions on registers, by range reduction and the single-precision polynomials of Moshier's Cephes library.
 * They need no native library, give the same bits in every lane, saturate at both ends and keep NaN. Errors, tested: 2 ulp
 * or less for exp and log, 3 for the others.
 */
@SuppressWarnings("FloatingPointLiteralPrecision") // The digits as published.
final class VectorMath {
    /** 1.5 times 2^23: added to a small float, it leaves the nearest integer in the low bits. */
    private static final float ROUND = 0x1.8p23f;

    private static final int ROUND_BITS = 0x4B400000;
    private static final int SQRT_HALF_BITS = 0x3F3504F3;

    private VectorMath() {}

    /** exp(x). */
    static FloatVector exp(FloatVector x) {
        FloatVector rounded = x.fma(broadcast(1.44269504f), broadcast(ROUND));
        FloatVector n = rounded.sub(ROUND);
        FloatVector r = reduce(x, n);
        FloatVector y = expm1Reduced(r).add(1);
        // Two factors, as 2^n alone is no normal float at either end.
        IntVector exponent = rounded.reinterpretAsInts().sub(ROUND_BITS);
        IntVector half = exponent.lanewise(ASHR, 1);
        y = y.mul(powerOfTwo(half)).mul(powerOfTwo(exponent.sub(half)));
        return y.blend(Float.POSITIVE_INFINITY, x.compare(GT, 88.722839f)).blend(0, x.compare(LT, -103.972084f));
    }

    /** exp(x) for x at most 88, 0 where it is no normal float: what a softmax or a sigmoid needs, for less. */
    static FloatVector expOfNegative(FloatVector x) {
        FloatVector rounded = x.fma(broadcast(1.44269504f), broadcast(ROUND));
        FloatVector r = reduce(x, rounded.sub(ROUND));
        FloatVector power = powerOfTwo(rounded.reinterpretAsInts().sub(ROUND_BITS));
        return expm1Reduced(r).fma(power, power).blend(0, x.compare(LT, -87.336544f));
    }

    /** exp(x) - 1 for x at most 0, with a small relative error near 0 too. */
    static FloatVector expm1OfNegative(FloatVector x) {
        FloatVector rounded = x.fma(broadcast(1.44269504f), broadcast(ROUND));
        FloatVector r = reduce(x, rounded.sub(ROUND));
        FloatVector power = powerOfTwo(rounded.reinterpretAsInts().sub(ROUND_BITS));
        FloatVector y = expm1Reduced(r).fma(power, power.sub(1));
        return y.blend(-1, x.compare(LT, -25));
    }

    /** tanh(x) = -u / (u + 2) with u = exp(-2|x|) - 1, and the sign of x. */
    static FloatVector tanh(FloatVector x) {
        FloatVector u = expm1OfNegative(x.abs().mul(-2));
        FloatVector y = u.div(u.add(2)).abs();
        IntVector sign = x.reinterpretAsInts().and(Integer.MIN_VALUE);
        return y.reinterpretAsInts().or(sign).reinterpretAsFloats();
    }

    /** 1 / (1 + exp(-x)), as e / (1 + e) with e = exp(x) where x is negative. */
    static FloatVector sigmoid(FloatVector x) {
        FloatVector e = expOfNegative(x.abs().neg());
        FloatVector numerator = broadcast(1).blend(e, x.compare(LT, 0));
        return numerator.div(e.add(1));
    }

    /** ln(x): -infinity at 0, NaN below. */
    static FloatVector log(FloatVector x) {
        var subnormal = x.compare(LT, Float.MIN_NORMAL);
        IntVector bits = x.mul(0x1p23f, subnormal).reinterpretAsInts();
        IntVector exponent = bits.sub(SQRT_HALF_BITS).lanewise(ASHR, 23);
        FloatVector f =
                bits.sub(exponent.lanewise(LSHL, 23)).reinterpretAsFloats().sub(1);
        FloatVector e = exponent.add(ROUND_BITS).reinterpretAsFloats().sub(ROUND);
        e = e.sub(23, subnormal);
        FloatVector z = f.mul(f);
        FloatVector p = broadcast(7.0376836292e-2f);
        p = p.fma(f, broadcast(-1.1514610310e-1f));
        p = p.fma(f, broadcast(1.1676998740e-1f));
        p = p.fma(f, broadcast(-1.2420140846e-1f));
        p = p.fma(f, broadcast(1.4249322787e-1f));
        p = p.fma(f, broadcast(-1.6668057665e-1f));
        p = p.fma(f, broadcast(2.0000714765e-1f));
        p = p.fma(f, broadcast(-2.4999993993e-1f));
        p = p.fma(f, broadcast(3.3333331174e-1f));
        FloatVector y = e.fma(broadcast(-2.12194440e-4f), p.mul(f).mul(z));
        y = z.fma(broadcast(-0.5f), y).add(f);
        y = e.fma(broadcast(0.693359375f), y);
        return y.blend(Float.NaN, x.compare(GE, 0).not())
                .blend(Float.NEGATIVE_INFINITY, x.compare(EQ, 0))
                .blend(Float.POSITIVE_INFINITY, x.compare(EQ, Float.POSITIVE_INFINITY));
    }

    /** x - n ln 2, in two steps. */
    private static FloatVector reduce(FloatVector x, FloatVector n) {
        return n.fma(broadcast(2.12194440e-4f), n.fma(broadcast(-0.693359375f), x));
    }

    /** exp(r) - 1 for |r| at most ln(2) / 2. */
    private static FloatVector expm1Reduced(FloatVector r) {
        FloatVector p = broadcast(1.9875691500e-4f);
        p = p.fma(r, broadcast(1.3981999507e-3f));
        p = p.fma(r, broadcast(8.3334519073e-3f));
        p = p.fma(r, broadcast(4.1665795894e-2f));
        p = p.fma(r, broadcast(1.6666665459e-1f));
        p = p.fma(r, broadcast(5.0000001201e-1f));
        return p.fma(r.mul(r), r);
    }

    /** 2^n for n from -126 to 127. */
    private static FloatVector powerOfTwo(IntVector n) {
        return n.add(127).lanewise(LSHL, 23).reinterpretAsFloats();
    }

    private static FloatVector broadcast(float value) {
        return FloatVector.broadcast(Lanes.FLOATS, value);
    }
}
