package uk.ac.manchester.tornado.api;

/** How many work-items each task has. */
public class GridScheduler {
    /** No tasks yet. */
    public GridScheduler() {}

    /**
     * Sets a task's grid.
     *
     * @param taskName name of the graph, a dot, name of the task
     * @param workerGrid its grid
     */
    public void addWorkerGrid(String taskName, WorkerGrid workerGrid) {
        throw new UnsupportedOperationException("a stand-in runs nothing");
    }
}
