package dev.azulejo.vqvae2.quantize;

import static dev.azulejo.engine.backend.UnaryFunction.RSQRT;

import dev.azulejo.engine.Tensor;

/** How the gradient of a code's vector goes on to the vector that it stands for, since choosing has none. */
public enum Estimator {
    /** Unchanged (arXiv 1711.00937, section 3.2). */
    STRAIGHT_THROUGH,
    /**
     * Turned and stretched as the vector is onto its code, both held constant: e = (|e| / |z|) R z
     * (Fifty et al. 2024, arXiv 2410.06424, equation 4).
     */
    ROTATION;

    /** Keeps the length of a vector of zeros from dividing by zero. */
    public static final float EPSILON = 1e-12f;

    /**
     * {@return the values of e, with a gradient to z and none to e}
     *
     * @param z {@code [..., D]}, what was quantized
     * @param e {@code [..., D]}, the vectors of its codes
     */
    Tensor pass(Tensor z, Tensor e) {
        return switch (this) {
            case STRAIGHT_THROUGH -> z.straightThrough(e);
            case ROTATION -> rotate(z, z.detach(), e.detach()).straightThrough(e);
        };
    }

    /** (|e| / |from|) R z, where R = 1 - 2 r rᵀ + 2 q uᵀ turns u, the direction of {@code from}, into q, that of e. */
    private static Tensor rotate(Tensor z, Tensor from, Tensor e) {
        Tensor u = unit(from);
        Tensor q = unit(e);
        Tensor r = unit(u.plus(q));
        Tensor turned =
                z.minus(r.times(dot(r, z)).scale(2)).plus(q.times(dot(u, z)).scale(2));
        return turned.times(dot(q, e).times(inverseLength(from)));
    }

    /** {@return x / |x|, row by row: {@code [..., D]}} */
    static Tensor unit(Tensor x) {
        return x.times(inverseLength(x));
    }

    private static Tensor inverseLength(Tensor x) {
        return dot(x, x).plus(EPSILON).apply(RSQRT);
    }

    private static Tensor dot(Tensor a, Tensor b) {
        return a.times(b).sum(-1);
    }
}
