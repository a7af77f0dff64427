package dev.azulejo.engine.tornado;

import static dev.azulejo.engine.tornado.ArrayBuffer.floats;
import static dev.azulejo.engine.tornado.ArrayBuffer.ints;

import dev.azulejo.engine.backend.Buffer;
import dev.azulejo.engine.backend.ReductionKernels;
import dev.azulejo.engine.tornado.kernels.Elementwise;
import dev.azulejo.engine.tornado.kernels.Reductions;
import uk.ac.manchester.tornado.api.types.arrays.FloatArray;

/** Sums in two launches: parts, whose number the shape alone decides, and their sum. */
record ReductionLaunches(Device device) implements ReductionKernels {
    /** Groups at most: some four for each of a large device's multiprocessors. */
    private static final int GROUPS = 512;

    /** Elements of a sum of parts below which a work-item each would leave most of a device idle. */
    private static final int FEW = 8192;

    /** Elements that a work-item sums before there are more groups. */
    private static final int EACH = 4;

    @Override
    public void sum(Buffer x, int n, float factor, Buffer out, int at) {
        sum(device, 0, floats(x), floats(x), n, factor, floats(out), at);
    }

    @Override
    public void squaredError(Buffer a, Buffer b, int n, float factor, Buffer out, int at) {
        sum(device, 1, floats(a), floats(b), n, factor, floats(out), at);
    }

    /** Groups that sum n terms. */
    static int groups(int n) {
        return Math.clamp(n / (EACH * Reductions.ITEMS), 1, GROUPS);
    }

    /** out[at] = factor times the sum of the terms of a kind of {@link Reductions#parts}. */
    static void sum(Device device, int kind, FloatArray x, FloatArray y, int n, float factor, FloatArray out, int at) {
        int groups = groups(n);
        FloatArray parts = new FloatArray(groups);
        device.run(Launch.grouped(Reductions.class, "parts", groups, Reductions.ITEMS, x, y, parts, kind, groups, n));
        device.run(Launch.grouped(Reductions.class, "finish", 1, Reductions.ITEMS, parts, out, factor, at, groups));
    }

    @Override
    public void squaredErrorGradient(Buffer a, Buffer b, int n, float factor, Buffer s, Buffer out) {
        device.run(Launch.flat(
                Elementwise.class, "scaledDifference", n, floats(a), floats(b), floats(s), floats(out), 2 * factor));
    }

    @Override
    public void sumRows(Buffer x, int groups, int rows, int channels, Buffer out) {
        int parts = parts(rows);
        FloatArray sums = parts == 1 ? floats(out) : new FloatArray(groups * parts * channels);
        device.run(Launch.flat(
                Reductions.class,
                "rowParts",
                groups * parts * channels,
                floats(x),
                sums,
                rows,
                channels,
                parts,
                Math.ceilDiv(rows, parts)));
        addParts(device, sums, floats(out), groups, parts, channels);
    }

    @Override
    public void argMax(Buffer x, Buffer indices, int rows, int columns) {
        device.run(Launch.flat(Reductions.class, "argMax", rows, floats(x), ints(indices), columns));
    }

    @Override
    public void biasReluGradient(Buffer y, Buffer dy, int rows, int channels, Buffer dp, Buffer out) {
        int parts = parts(rows);
        FloatArray sums = parts == 1 ? floats(out) : new FloatArray(parts * channels);
        device.run(Launch.flat(
                Reductions.class,
                "reluRowParts",
                parts * channels,
                floats(y),
                floats(dy),
                floats(dp),
                sums,
                rows,
                channels,
                Math.ceilDiv(rows, parts)));
        addParts(device, sums, floats(out), 1, parts, channels);
    }

    /** Parts of so many rows: of about 32 rows, and no more than two passes of a group add. */
    static int parts(int rows) {
        return Math.clamp(rows / 32, 1, 1024);
    }

    /** out[g, i] = sum over the parts of sums[g, p, i]; nothing to do for one part, which is out itself. */
    static void addParts(Device device, FloatArray sums, FloatArray out, int groups, int parts, int width) {
        if (parts > 8 && groups * width < FEW) {
            device.run(Launch.grouped(
                    Reductions.class, "addManyParts", groups * width, Reductions.ITEMS, sums, out, parts, width));
        } else if (parts > 1) {
            device.run(Launch.flat(Reductions.class, "addParts", groups * width, sums, out, parts, width));
        }
    }
}
