package dev.azulejo.engine.tornado.plan;

/**
 * A program on a device: parts that run in turn, each after the one before it, as one plan of graphs. Arrays stay on the
 * device from run to run.
 */
public interface Ring extends AutoCloseable {
    /**
     * Sends the arrays that enter with a part to the device.
     *
     * @param part its number; those before it have run, and it runs next
     */
    void upload(int part);

    /** Sends the inputs to the device, and so begins a run; after {@code upload(0)} where that is needed. */
    void uploadInputs();

    /**
     * Runs a part.
     *
     * @param part its number
     */
    void compute(int part);

    /**
     * Fetches an array from the device.
     *
     * @param part the one that it enters with
     * @param array an array that lasts
     */
    void fetch(int part, Object array);

    /** Gives the device's memory back. */
    @Override
    void close();
}
