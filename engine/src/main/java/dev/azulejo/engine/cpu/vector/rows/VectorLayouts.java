package dev.azulejo.engine.cpu.vector.rows;

import static dev.azulejo.engine.cpu.HeapBuffer.floats;
import static dev.azulejo.engine.cpu.HeapBuffer.ints;

import dev.azulejo.engine.backend.Buffer;
import dev.azulejo.engine.backend.LayoutKernels;
import dev.azulejo.engine.cpu.Workers;
import dev.azulejo.engine.cpu.vector.base.Lanes;
import dev.azulejo.engine.cpu.vector.base.SortedRows;
import dev.azulejo.engine.cpu.vector.base.Split;
import java.util.Arrays;
import jdk.incubator.vector.FloatVector;

/** Moves of whole runs of elements, split by rows. */
public final class VectorLayouts implements LayoutKernels {
    /** Below this a loop beats a call of System.arraycopy. */
    private static final int SHORT = 16;

    private final Workers workers;
    private final SortedRows sorted = new SortedRows();

    public VectorLayouts(Workers workers) {
        this.workers = workers;
    }

    private static void copy(float[] source, int from, float[] target, int to, int count) {
        if (count >= SHORT) {
            System.arraycopy(source, from, target, to, count);
        } else {
            for (int i = 0; i < count; i++) {
                target[to + i] = source[from + i];
            }
        }
    }

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
        Split.rows(workers, rows, count, Split.ELEMENTS, (first, end) -> {
            for (int r = first; r < end; r++) {
                copy(source, r * sourceColumns + from, target, r * targetColumns + to, count);
            }
        });
    }

    @Override
    public void shift(Buffer ins, Buffer outs, int batch, int height, int width, int channels, int down, int right) {
        float[] in = floats(ins);
        float[] out = floats(outs);
        int row = width * channels;
        int left = Math.clamp(right, 0, width) * channels;
        int cut = Math.clamp(-(long) right, 0, width) * channels;
        int kept = row - left - cut;
        Split.rows(workers, batch * height, row, Split.ELEMENTS, (first, end) -> {
            for (int r = first; r < end; r++) {
                long y = (long) r % height - down;
                int at = r * row;
                if (y < 0 || y >= height) {
                    Arrays.fill(out, at, at + row, 0);
                } else {
                    Arrays.fill(out, at, at + left, 0);
                    copy(in, (r - down) * row + cut, out, at + left, kept);
                    Arrays.fill(out, at + left + kept, at + row, 0);
                }
            }
        });
    }

    @Override
    public void swapMiddle(Buffer ins, Buffer outs, int a, int b, int c, int d) {
        float[] in = floats(ins);
        float[] out = floats(outs);
        Split.rows(workers, a * c, b * d, Split.ELEMENTS, (first, end) -> {
            for (int r = first; r < end; r++) {
                int i = r / c;
                int k = r % c;
                for (int j = 0; j < b; j++) {
                    copy(in, ((i * b + j) * c + k) * d, out, (r * b + j) * d, d);
                }
            }
        });
    }

    @Override
    public void gather(Buffer tables, Buffer indices, Buffer outs, int rows, int entries, int channels) {
        float[] table = floats(tables);
        int[] index = ints(indices);
        float[] out = floats(outs);
        Split.rows(workers, rows, channels, Split.ELEMENTS, (first, end) -> {
            for (int r = first; r < end; r++) {
                copy(table, index[r] * channels, out, r * channels, channels);
            }
        });
    }

    @Override
    public void scatterAdd(Buffer xs, Buffer indices, Buffer outs, int rows, int entries, int channels) {
        float[] x = floats(xs);
        float[] out = floats(outs);
        sorted.sort(ints(indices), rows, entries);
        // An entry is one task's, in the order of its rows: the sums of the scalar backend to the bit. About 64 tasks,
        // as
        // entries are used unevenly.
        Split.parts(workers, entries, Math.max(1, Math.ceilDiv(entries, 64)), (first, end) -> {
            Arrays.fill(out, first * channels, end * channels, 0);
            for (int k = first; k < end; k++) {
                for (int i = sorted.start(k); i < sorted.start(k + 1); i++) {
                    accumulate(x, sorted.row(i) * channels, out, k * channels, channels);
                }
            }
        });
    }

    private static void accumulate(float[] x, int from, float[] out, int to, int n) {
        int bound = Lanes.FLOATS.loopBound(n);
        for (int c = 0; c < bound; c += Lanes.COUNT) {
            FloatVector sum = FloatVector.fromArray(Lanes.FLOATS, out, to + c);
            sum.add(FloatVector.fromArray(Lanes.FLOATS, x, from + c)).intoArray(out, to + c);
        }
        for (int c = bound; c < n; c++) {
            out[to + c] += x[from + c];
        }
    }
}
