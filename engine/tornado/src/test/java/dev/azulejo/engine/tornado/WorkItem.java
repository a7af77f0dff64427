package dev.azulejo.engine.tornado;

import uk.ac.manchester.tornado.api.KernelContext;

/** The context of one emulated work-item. */
final class WorkItem extends KernelContext {
    private final WorkGroup group;
    private int arrays;

    WorkItem(WorkGroup group, int number, int item, int items) {
        super(number, item, items);
        this.group = group;
    }

    @Override
    public void localBarrier() {
        group.await();
    }

    @Override
    public float[] allocateFloatLocalArray(int size) {
        return (float[]) group.array(arrays++, size, WorkGroup::floats);
    }

    @Override
    public double[] allocateDoubleLocalArray(int size) {
        return (double[]) group.array(arrays++, size, WorkGroup::doubles);
    }

    @Override
    public int[] allocateIntLocalArray(int size) {
        return (int[]) group.array(arrays++, size, WorkGroup::ints);
    }
}
