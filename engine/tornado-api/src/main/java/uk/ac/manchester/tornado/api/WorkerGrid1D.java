package uk.ac.manchester.tornado.api;

/** A grid of one dimension. */
public class WorkerGrid1D implements WorkerGrid {
    /**
     * A grid.
     *
     * @param x work-items
     */
    public WorkerGrid1D(int x) {}

    @Override
    public void setLocalWork(long x, long y, long z) {
        throw new UnsupportedOperationException("a stand-in runs nothing");
    }
}
