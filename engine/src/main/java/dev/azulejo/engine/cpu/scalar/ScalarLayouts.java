package dev.azulejo.engine.cpu.scalar;

import static dev.azulejo.engine.cpu.HeapBuffer.floats;
import static dev.azulejo.engine.cpu.HeapBuffer.ints;

import dev.azulejo.engine.backend.Buffer;
import dev.azulejo.engine.backend.LayoutKernels;
import java.util.Arrays;

/** Moves of elements, index by index. */
public final class ScalarLayouts implements LayoutKernels {
    /** The kernels. */
    public ScalarLayouts() {}

    @Override
    public void copyColumns(
            Buffer sources,
            int sourceColumns,
            int from,
            Buffer targets,
            int targetColumns,
            int to,
            int rows,
            int count) {
        float[] source = floats(sources);
        float[] target = floats(targets);
        for (int r = 0; r < rows; r++) {
            for (int c = 0; c < count; c++) {
                target[r * targetColumns + to + c] = source[r * sourceColumns + from + c];
            }
        }
    }

    @Override
    public void shift(Buffer ins, Buffer outs, int batch, int height, int width, int channels, int down, int right) {
        float[] in = floats(ins);
        float[] out = floats(outs);
        for (int n = 0; n < batch; n++) {
            for (int y = 0; y < height; y++) {
                for (int x = 0; x < width; x++) {
                    int iy = y - down;
                    int ix = x - right;
                    boolean inside = 0 <= iy && iy < height && 0 <= ix && ix < width;
                    for (int c = 0; c < channels; c++) {
                        out[((n * height + y) * width + x) * channels + c] =
                                inside ? in[((n * height + iy) * width + ix) * channels + c] : 0;
                    }
                }
            }
        }
    }

    @Override
    public void swapMiddle(Buffer ins, Buffer outs, int a, int b, int c, int d) {
        float[] in = floats(ins);
        float[] out = floats(outs);
        for (int i = 0; i < a; i++) {
            for (int j = 0; j < b; j++) {
                for (int k = 0; k < c; k++) {
                    for (int l = 0; l < d; l++) {
                        out[((i * c + k) * b + j) * d + l] = in[((i * b + j) * c + k) * d + l];
                    }
                }
            }
        }
    }

    @Override
    public void gather(Buffer tables, Buffer indices, Buffer outs, int rows, int entries, int channels) {
        float[] table = floats(tables);
        int[] index = ints(indices);
        float[] out = floats(outs);
        for (int r = 0; r < rows; r++) {
            for (int c = 0; c < channels; c++) {
                out[r * channels + c] = table[index[r] * channels + c];
            }
        }
    }

    @Override
    public void scatterAdd(Buffer xs, Buffer indices, Buffer outs, int rows, int entries, int channels) {
        float[] x = floats(xs);
        int[] index = ints(indices);
        float[] out = floats(outs);
        Arrays.fill(out, 0, entries * channels, 0);
        for (int r = 0; r < rows; r++) {
            for (int c = 0; c < channels; c++) {
                out[index[r] * channels + c] += x[r * channels + c];
            }
        }
    }
}
