package dev.azulejo.engine.tornado.kernels;

import uk.ac.manchester.tornado.api.KernelContext;
import uk.ac.manchester.tornado.api.math.TornadoMath;
import uk.ac.manchester.tornado.api.types.arrays.FloatArray;

/** Layer normalisation and its gradient, one group of 128 work-items per row. */
public final class LayerNorm {
    private LayerNorm() {}

    /** out = (x - mean) / sqrt(variance + epsilon) gamma + beta, and each row's mean and 1 / sqrt(variance + epsilon). */
    public static void forward(
            KernelContext context,
            FloatArray x,
            FloatArray gamma,
            FloatArray beta,
            FloatArray out,
            FloatArray statistics,
            int channels,
            float epsilon) {
        float[] shared = context.allocateFloatLocalArray(128);
        int item = context.localIdx;
        int row = context.groupIdx;
        float sum = 0f;
        for (int c = item; c < channels; c += 128) {
            sum += x.get(row * channels + c);
        }
        shared[item] = sum;
        for (int half = 64; half > 0; half /= 2) {
            context.localBarrier();
            if (item < half) {
                shared[item] = shared[item] + shared[item + half];
            }
        }
        context.localBarrier();
        float mean = shared[0] / channels;
        context.localBarrier();
        float squares = 0f;
        for (int c = item; c < channels; c += 128) {
            float d = x.get(row * channels + c) - mean;
            squares += d * d;
        }
        shared[item] = squares;
        for (int half = 64; half > 0; half /= 2) {
            context.localBarrier();
            if (item < half) {
                shared[item] = shared[item] + shared[item + half];
            }
        }
        context.localBarrier();
        float inverse = 1f / TornadoMath.sqrt(shared[0] / channels + epsilon);
        for (int c = item; c < channels; c += 128) {
            int at = row * channels + c;
            out.set(at, (x.get(at) - mean) * inverse * gamma.get(c) + beta.get(c));
        }
        if (item == 0) {
            statistics.set(2 * row, mean);
            statistics.set(2 * row + 1, inverse);
        }
    }

    /** With h = (x - mean) inverse and e = dy gamma: dx = inverse (e - mean(e) - h mean(e h)). */
    public static void inputGradient(
            KernelContext context,
            FloatArray x,
            FloatArray gamma,
            FloatArray statistics,
            FloatArray dy,
            FloatArray dx,
            int channels) {
        float[] shared = context.allocateFloatLocalArray(128);
        float[] other = context.allocateFloatLocalArray(128);
        int item = context.localIdx;
        int row = context.groupIdx;
        float mean = statistics.get(2 * row);
        float inverse = statistics.get(2 * row + 1);
        float sum = 0f;
        float product = 0f;
        for (int c = item; c < channels; c += 128) {
            int at = row * channels + c;
            float e = dy.get(at) * gamma.get(c);
            sum += e;
            product += e * ((x.get(at) - mean) * inverse);
        }
        shared[item] = sum;
        other[item] = product;
        for (int half = 64; half > 0; half /= 2) {
            context.localBarrier();
            if (item < half) {
                shared[item] = shared[item] + shared[item + half];
                other[item] = other[item] + other[item + half];
            }
        }
        context.localBarrier();
        float meanE = shared[0] / channels;
        float meanEh = other[0] / channels;
        for (int c = item; c < channels; c += 128) {
            int at = row * channels + c;
            float h = (x.get(at) - mean) * inverse;
            dx.set(at, inverse * (dy.get(at) * gamma.get(c) - meanE - h * meanEh));
        }
    }

    /** gammas[part, c] = sum over a part's rows of dy h, and betas[part, c] = that of dy; n parts of all. */
    public static void parameterParts(
            KernelContext context,
            FloatArray x,
            FloatArray statistics,
            FloatArray dy,
            FloatArray gammas,
            FloatArray betas,
            int rows,
            int channels,
            int each,
            int n) {
        int i = context.globalIdx;
        if (i < n) {
            int channel = i % channels;
            int from = i / channels * each;
            int to = TornadoMath.min(from + each, rows);
            float gamma = 0f;
            float beta = 0f;
            for (int r = from; r < to; r++) {
                float d = dy.get(r * channels + channel);
                gamma += d * ((x.get(r * channels + channel) - statistics.get(2 * r)) * statistics.get(2 * r + 1));
                beta += d;
            }
            gammas.set(i, gamma);
            betas.set(i, beta);
        }
    }
}
