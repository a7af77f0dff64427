package dev.azulejo.engine.cpu.scalar;

import static dev.azulejo.engine.cpu.HeapBuffer.floats;

import dev.azulejo.engine.backend.Buffer;
import dev.azulejo.engine.backend.ConvolutionGeometry;
import dev.azulejo.engine.backend.ConvolutionKernels;
import dev.azulejo.engine.backend.Epilogue;
import java.util.Arrays;

/**
 * Convolutions by their definition: output pixel (oy, ox) meets input pixel (iy, ix) = (oy stride - padTop + ky,
 * ox stride - padLeft + kx) through the weights of (ky, kx).
 */
public final class ScalarConvolutions implements ConvolutionKernels {
    /** The kernels. */
    public ScalarConvolutions() {}

    @Override
    public void forward(Buffer xs, Buffer ws, Epilogue epilogue, Buffer ys, ConvolutionGeometry g) {
        float[] x = floats(xs);
        float[] w = floats(ws);
        float[] y = floats(ys);
        double[] sums = new double[g.outChannels()];
        for (int n = 0; n < g.batch(); n++) {
            for (int oy = 0; oy < g.outHeight(); oy++) {
                for (int ox = 0; ox < g.outWidth(); ox++) {
                    Arrays.fill(sums, 0);
                    for (int ky = 0; ky < g.kernelHeight(); ky++) {
                        for (int kx = 0; kx < g.kernelWidth(); kx++) {
                            int iy = oy * g.stride() - g.padTop() + ky;
                            int ix = ox * g.stride() - g.padLeft() + kx;
                            if (0 <= iy && iy < g.inHeight() && 0 <= ix && ix < g.inWidth()) {
                                multiplyByWeights(x, input(g, n, iy, ix), w, weights(g, ky, kx), sums, g);
                            }
                        }
                    }
                    ScalarMatrices.store(sums, g.outChannels(), epilogue, y, output(g, n, oy, ox));
                }
            }
        }
    }

    @Override
    public void inputGradient(Buffer dys, Buffer ws, Epilogue epilogue, Buffer dxs, ConvolutionGeometry g) {
        float[] dy = floats(dys);
        float[] w = floats(ws);
        float[] dx = floats(dxs);
        double[] sums = new double[g.inChannels()];
        for (int n = 0; n < g.batch(); n++) {
            for (int iy = 0; iy < g.inHeight(); iy++) {
                for (int ix = 0; ix < g.inWidth(); ix++) {
                    Arrays.fill(sums, 0);
                    for (int ky = 0; ky < g.kernelHeight(); ky++) {
                        for (int kx = 0; kx < g.kernelWidth(); kx++) {
                            int oy = outputOf(iy + g.padTop() - ky, g.stride(), g.outHeight());
                            int ox = outputOf(ix + g.padLeft() - kx, g.stride(), g.outWidth());
                            if (oy >= 0 && ox >= 0) {
                                multiplyByTransposed(dy, output(g, n, oy, ox), w, weights(g, ky, kx), sums, g);
                            }
                        }
                    }
                    ScalarMatrices.store(sums, g.inChannels(), epilogue, dx, input(g, n, iy, ix));
                }
            }
        }
    }

    @Override
    public void weightGradient(Buffer xs, Buffer dys, Buffer dws, ConvolutionGeometry g) {
        float[] x = floats(xs);
        float[] dy = floats(dys);
        float[] dw = floats(dws);
        double[] sums = new double[g.inChannels() * g.outChannels()];
        for (int ky = 0; ky < g.kernelHeight(); ky++) {
            for (int kx = 0; kx < g.kernelWidth(); kx++) {
                Arrays.fill(sums, 0);
                for (int n = 0; n < g.batch(); n++) {
                    for (int oy = 0; oy < g.outHeight(); oy++) {
                        for (int ox = 0; ox < g.outWidth(); ox++) {
                            int iy = oy * g.stride() - g.padTop() + ky;
                            int ix = ox * g.stride() - g.padLeft() + kx;
                            if (0 <= iy && iy < g.inHeight() && 0 <= ix && ix < g.inWidth()) {
                                addOuterProduct(x, input(g, n, iy, ix), dy, output(g, n, oy, ox), sums, g);
                            }
                        }
                    }
                }
                ScalarMatrices.store(sums, sums.length, Epilogue.NONE, dw, weights(g, ky, kx));
            }
        }
    }

    /** sums[o] += sum over i of x[i] w[i, o]. */
    private static void multiplyByWeights(
            float[] x, int xAt, float[] w, int wAt, double[] sums, ConvolutionGeometry g) {
        int out = g.outChannels();
        for (int i = 0; i < g.inChannels(); i++) {
            double value = x[xAt + i];
            for (int o = 0; o < out; o++) {
                sums[o] += value * w[wAt + i * out + o];
            }
        }
    }

    /** sums[i] += sum over o of dy[o] w[i, o]. */
    private static void multiplyByTransposed(
            float[] dy, int dyAt, float[] w, int wAt, double[] sums, ConvolutionGeometry g) {
        int out = g.outChannels();
        for (int i = 0; i < g.inChannels(); i++) {
            double sum = 0;
            for (int o = 0; o < out; o++) {
                sum += (double) dy[dyAt + o] * w[wAt + i * out + o];
            }
            sums[i] += sum;
        }
    }

    /** sums[i, o] += x[i] dy[o]. */
    private static void addOuterProduct(
            float[] x, int xAt, float[] dy, int dyAt, double[] sums, ConvolutionGeometry g) {
        int out = g.outChannels();
        for (int i = 0; i < g.inChannels(); i++) {
            double value = x[xAt + i];
            for (int o = 0; o < out; o++) {
                sums[i * out + o] += value * dy[dyAt + o];
            }
        }
    }

    private static int input(ConvolutionGeometry g, int n, int y, int x) {
        return ((n * g.inHeight() + y) * g.inWidth() + x) * g.inChannels();
    }

    private static int output(ConvolutionGeometry g, int n, int y, int x) {
        return ((n * g.outHeight() + y) * g.outWidth() + x) * g.outChannels();
    }

    private static int weights(ConvolutionGeometry g, int ky, int kx) {
        return (ky * g.kernelWidth() + kx) * g.inChannels() * g.outChannels();
    }

    /** The output whose window starts at a padded position, or -1 if there is none. */
    private static int outputOf(int start, int stride, int size) {
        return start >= 0 && start % stride == 0 && start / stride < size ? start / stride : -1;
    }
}
