package dev.azulejo.engine.tornado.kernels;

import uk.ac.manchester.tornado.api.KernelContext;
import uk.ac.manchester.tornado.api.types.arrays.FloatArray;
import uk.ac.manchester.tornado.api.types.arrays.IntArray;

/**
 * Kernels that name arrays and do nothing of use: TornadoVM sends to the device only what a task of the same graph reads. One
 * work-item.
 */
public final class Transfers {
    /** Arrays of a launch. */
    public static final int ARRAYS = 8;

    private Transfers() {}

    public static void readFloats(
            KernelContext context,
            FloatArray a,
            FloatArray b,
            FloatArray c,
            FloatArray d,
            FloatArray e,
            FloatArray f,
            FloatArray g,
            FloatArray h,
            FloatArray sink) {
        sink.set(
                context.globalIdx,
                a.get(0) + b.get(0) + c.get(0) + d.get(0) + e.get(0) + f.get(0) + g.get(0) + h.get(0));
    }

    public static void readIntegers(
            KernelContext context,
            IntArray a,
            IntArray b,
            IntArray c,
            IntArray d,
            IntArray e,
            IntArray f,
            IntArray g,
            IntArray h,
            FloatArray sink) {
        sink.set(
                context.globalIdx,
                a.get(0) + b.get(0) + c.get(0) + d.get(0) + e.get(0) + f.get(0) + g.get(0) + h.get(0));
    }
}
