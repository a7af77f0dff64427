package uk.ac.manchester.tornado.api;

import uk.ac.manchester.tornado.api.common.TaskPackage;

/** Tasks in their order, and what goes to the device before them and stays there after. */
public class TaskGraph {
    /**
     * A graph without tasks.
     *
     * @param name by which other graphs of a plan name it
     */
    public TaskGraph(String name) {}

    /**
     * Adds a task.
     *
     * @param task the task
     * @return this graph
     */
    public TaskGraph addTask(TaskPackage task) {
        throw new UnsupportedOperationException("a stand-in runs nothing");
    }

    /**
     * Sends objects to the device.
     *
     * @param mode a constant of {@code DataTransferMode}
     * @param objects arrays
     * @return this graph
     */
    public TaskGraph transferToDevice(int mode, Object... objects) {
        throw new UnsupportedOperationException("a stand-in runs nothing");
    }

    /**
     * Takes objects that an earlier graph left on the device.
     *
     * @param uniqueTaskGraphName name of that graph
     * @param objects arrays
     * @return this graph
     */
    public TaskGraph consumeFromDevice(String uniqueTaskGraphName, Object... objects) {
        throw new UnsupportedOperationException("a stand-in runs nothing");
    }

    /**
     * Fetches objects from the device.
     *
     * @param mode a constant of {@code DataTransferMode}
     * @param objects arrays
     * @return this graph
     */
    public TaskGraph transferToHost(int mode, Object... objects) {
        throw new UnsupportedOperationException("a stand-in runs nothing");
    }

    /**
     * Leaves objects on the device for later graphs.
     *
     * @param objects arrays
     * @return this graph
     */
    public TaskGraph persistOnDevice(Object... objects) {
        throw new UnsupportedOperationException("a stand-in runs nothing");
    }

    /** {@return the graph as it is now} */
    public ImmutableTaskGraph snapshot() {
        throw new UnsupportedOperationException("a stand-in runs nothing");
    }
}
