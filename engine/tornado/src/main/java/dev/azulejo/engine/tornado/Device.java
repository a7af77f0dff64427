package dev.azulejo.engine.tornado;

import java.util.List;

/** Whatever runs launches, in the order in which they come. */
public interface Device {
    /**
     * Runs a launch, now or later.
     *
     * @param launch what to run
     */
    void run(Launch launch);

    /**
     * Makes one thing of launches that are run again and again in this order, on the same arrays.
     *
     * @param launches what to run
     * @return what runs them all
     */
    default Runnable compile(List<Launch> launches) {
        return () -> launches.forEach(this::run);
    }

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
