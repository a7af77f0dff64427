package dev.azulejo.priors.sampling;

import java.util.Arrays;

/**
 * Draws a code from logits: temperature, then top-k, then top-p, then one uniform number. Ties go to the lower code.
 * In double precision and by {@link StrictMath}, so that equal logits give equal codes on every machine.
 */
final class CategoricalDraw {
    private final SamplingOptions options;
    private final double[] weights;
    private final long[] ranked;

    CategoricalDraw(SamplingOptions options, int codes) {
        this.options = options;
        this.weights = new double[codes];
        this.ranked = new long[codes];
    }

    /**
     * One draw.
     *
     * @param logits where the logits lie
     * @param offset of the first of them
     * @param uniform in [0, 1)
     * @return the code
     */
    int draw(float[] logits, int offset, double uniform) {
        if (options.temperature() == 0) {
            return likeliest(logits, offset);
        }
        double[] p = probabilities(logits, offset);
        double total = 0;
        for (double weight : p) {
            total += weight;
        }
        double left = uniform * total;
        int last = -1;
        for (int code = 0; code < p.length; code++) {
            if (p[code] > 0) {
                last = code;
                left -= p[code];
                if (left < 0) {
                    return code;
                }
            }
        }
        return last; // Rounding may leave a little at the end.
    }

    private int likeliest(float[] logits, int offset) {
        int best = 0;
        for (int code = 1; code < weights.length; code++) {
            if (logits[offset + code] > logits[offset + best]) {
                best = code;
            }
        }
        return best;
    }

    /**
     * The weights in proportion to which codes are drawn: 0 for those cut off. Valid until the next draw; temperature
     * above 0.
     */
    double[] probabilities(float[] logits, int offset) {
        double highest = logits[offset + likeliest(logits, offset)];
        for (int code = 0; code < weights.length; code++) {
            weights[code] = StrictMath.exp((logits[offset + code] - highest) / options.temperature());
        }
        boolean fewer = options.topK() > 0 && options.topK() < weights.length;
        if (fewer || options.topP() < 1) {
            cut(logits, offset, fewer ? options.topK() : weights.length);
        }
        return weights;
    }

    private void cut(float[] logits, int offset, int k) {
        for (int code = 0; code < ranked.length; code++) {
            // Sorts by falling logit, then by rising code.
            ranked[code] = (long) ~ordered(logits[offset + code]) << 32 | code;
        }
        Arrays.sort(ranked);
        double total = 0;
        for (int rank = 0; rank < k; rank++) {
            total += weights[(int) ranked[rank]];
        }
        double enough = options.topP() * total;
        double sum = 0;
        int kept = 0;
        while (kept < k && (kept == 0 || sum < enough)) {
            sum += weights[(int) ranked[kept++]];
        }
        for (int rank = kept; rank < ranked.length; rank++) {
            weights[(int) ranked[rank]] = 0;
        }
    }

    /** An integer that sorts as the float does. */
    private static int ordered(float value) {
        int bits = Float.floatToIntBits(value + 0f);
        return bits ^ (bits >> 31 & Integer.MAX_VALUE);
    }
}
