package dev.azulejo.engine.tornado;

/** Whatever runs launches, in the order in which they come. */
public interface Device {
    /**
     * Runs a launch, now or later.
     *
     * @param launch what to run
     */
    void run(Launch launch);

    /**
     * The host is about to read an array: what was launched before must have taken effect on it.
     *
     * @param array an array of TornadoVM
     */
    void beforeHostReads(Object array);

    /**
     * The host is about to write to an array: launches before must not see it, those after must.
     *
     * @param array an array of TornadoVM
     */
    void beforeHostWrites(Object array);
}
