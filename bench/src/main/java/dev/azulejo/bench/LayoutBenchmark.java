package dev.azulejo.bench;

import dev.azulejo.engine.backend.Buffer;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;

/** Moves of elements, and the sums that undo them. */
public class LayoutBenchmark extends KernelBenchmark {
    private static final int ENTRIES = 512;

    /** Images, rows, columns and channels. */
    @Param({"4x16x16x128", "3x19x17x127"})
    public String images;

    private int batch;
    private int height;
    private int width;
    private int channels;
    private int rows;
    private Buffer x;
    private Buffer table;
    private Buffer indices;
    private Buffer out;
    private Buffer wide;

    @Override
    void makeOperands() {
        int[] sizes = sizes(images);
        batch = sizes[0];
        height = sizes[1];
        width = sizes[2];
        channels = sizes[3];
        rows = batch * height * width;
        x = normal(1, rows * channels);
        table = normal(2, ENTRIES * channels);
        indices = indices(3, rows, ENTRIES);
        out = normal(4, rows * channels);
        wide = normal(5, 2 * rows * channels);
    }

    @Benchmark
    public Buffer copyColumns() {
        kernels.layouts().copyColumns(x, channels, 0, wide, 2 * channels, channels, rows, channels);
        return wide;
    }

    @Benchmark
    public Buffer shift() {
        kernels.layouts().shift(x, out, batch, height, width, channels, 1, 1);
        return out;
    }

    @Benchmark
    public Buffer swapMiddle() {
        kernels.layouts().swapMiddle(x, out, batch, height, width, channels);
        return out;
    }

    @Benchmark
    public Buffer gather() {
        kernels.layouts().gather(table, indices, out, rows, ENTRIES, channels);
        return out;
    }

    @Benchmark
    public Buffer scatterAdd() {
        kernels.layouts().scatterAdd(x, indices, table, rows, ENTRIES, channels);
        return table;
    }
}
