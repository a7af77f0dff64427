package dev.azulejo.engine.tornado;

import static dev.azulejo.engine.tornado.ArrayBuffer.floats;
import static dev.azulejo.engine.tornado.ArrayBuffer.ints;

import dev.azulejo.engine.backend.Buffer;
import dev.azulejo.engine.backend.LayoutKernels;
import dev.azulejo.engine.tornado.kernels.Layouts;
import uk.ac.manchester.tornado.api.types.arrays.FloatArray;

/** Moves: a launch each, but sums by index in parts of rows. */
record LayoutLaunches(Device device) implements LayoutKernels {
    /** Rows that are summed by index as one part, and so in the order of the rows. */
    private static final int ORDERED = 4096;

    /** Rows of a part of more, and parts at most. */
    private static final int ROWS = 1024;

    private static final int PARTS = 128;

    private void run(String kernel, int n, Object... arguments) {
        if (n > 0) {
            device.run(Launch.flat(Layouts.class, kernel, n, arguments));
        }
    }

    @Override
    public void copyColumns(
            Buffer source, int sourceColumns, int from, Buffer target, int targetColumns, int to, int rows, int count) {
        run("copyColumns", rows * count, floats(source), floats(target), sourceColumns, from, targetColumns, to, count);
    }

    @Override
    public void shift(Buffer in, Buffer out, int batch, int height, int width, int channels, int down, int right) {
        run("shift", batch * height * width * channels, floats(in), floats(out), height, width, channels, down, right);
    }

    @Override
    public void swapMiddle(Buffer in, Buffer out, int a, int b, int c, int d) {
        run("swapMiddle", a * b * c * d, floats(in), floats(out), b, c, d);
    }

    @Override
    public void gather(Buffer table, Buffer indices, Buffer out, int rows, int entries, int channels) {
        run("gather", rows * channels, floats(table), ints(indices), floats(out), channels);
    }

    @Override
    public void scatterAdd(Buffer x, Buffer indices, Buffer out, int rows, int entries, int channels) {
        int parts = rows <= ORDERED ? 1 : Math.min(Math.ceilDiv(rows, ROWS), PARTS);
        FloatArray sums = parts == 1 ? floats(out) : new FloatArray(parts * entries * channels);
        int groups = parts * Math.ceilDiv(entries, Layouts.BLOCK) * Math.ceilDiv(channels, Layouts.BLOCK);
        device.run(Launch.grouped(
                Layouts.class,
                "scatterParts",
                groups,
                Layouts.BLOCK,
                floats(x),
                ints(indices),
                sums,
                rows,
                entries,
                channels,
                Math.ceilDiv(rows, parts)));
        ReductionLaunches.addParts(device, sums, floats(out), 1, parts, entries * channels);
    }
}
