package uk.ac.manchester.tornado.api;

/** Where a work-item is in its grid, and what it shares with its group. An emulator gives the members their meaning. */
public class KernelContext {
    /** Number of the work-item in the grid. */
    public final Integer globalIdx;

    /** Number of the work-item in its group. */
    public final Integer localIdx;

    /** Number of the group. */
    public final Integer groupIdx;

    /** Work-items of a group. */
    public final Integer localGroupSizeX;

    /** The context of the only work-item of a grid of one. */
    public KernelContext() {
        this(0, 0, 1);
    }

    /**
     * The context of one work-item. TornadoVM's own type has no such constructor: kernels never make a context.
     *
     * @param group number of the group
     * @param item number of the work-item in it
     * @param items work-items of a group
     */
    protected KernelContext(int group, int item, int items) {
        this.globalIdx = group * items + item;
        this.localIdx = item;
        this.groupIdx = group;
        this.localGroupSizeX = items;
    }

    /** Waits until every work-item of the group is here; what they wrote to local arrays is then seen by all. */
    public void localBarrier() {}

    /**
     * An array that the work-items of a group share; it holds anything until it is written.
     *
     * @param size number of elements, a constant
     * @return the array
     */
    public float[] allocateFloatLocalArray(int size) {
        return new float[size];
    }

    /**
     * An array that the work-items of a group share; it holds anything until it is written.
     *
     * @param size number of elements, a constant
     * @return the array
     */
    public double[] allocateDoubleLocalArray(int size) {
        return new double[size];
    }

    /**
     * An array that the work-items of a group share; it holds anything until it is written.
     *
     * @param size number of elements, a constant
     * @return the array
     */
    public int[] allocateIntLocalArray(int size) {
        return new int[size];
    }
}
