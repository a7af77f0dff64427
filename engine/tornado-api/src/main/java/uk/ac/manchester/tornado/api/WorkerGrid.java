package uk.ac.manchester.tornado.api;

/** A grid of work-items. */
public interface WorkerGrid {
    /**
     * Sets the size of its groups.
     *
     * @param x of the first dimension
     * @param y of the second
     * @param z of the third
     */
    void setLocalWork(long x, long y, long z);
}
