package uk.ac.manchester.tornado.api;

/** What an execution left on the device. */
public class TornadoExecutionResult {
    TornadoExecutionResult() {}

    /**
     * Fetches arrays.
     *
     * @param objects arrays of the selected graph
     * @return this result
     */
    public TornadoExecutionResult transferToHost(Object... objects) {
        throw new UnsupportedOperationException("a stand-in runs nothing");
    }
}
