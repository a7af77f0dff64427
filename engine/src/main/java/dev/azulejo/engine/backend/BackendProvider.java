package dev.azulejo.engine.backend;

import java.util.List;
import java.util.Optional;

/**
 * Makes backends of one name. Those of other modules are found by {@link java.util.ServiceLoader}; making a provider must
 * succeed on every machine, so what it needs is looked for in {@link #obstacle}.
 */
public interface BackendProvider {
    /** {@return the name as in {@code --backend}} */
    String name();

    /**
     * {@return the reason why this backend cannot run here, one clause that says what is missing and which flag or
     *     installation brings it; empty if it can}
     */
    Optional<String> obstacle();

    /** {@return the devices that it can compute on, by their numbers from 0; none where it computes on the CPU's cores} */
    default List<ComputeDevice> devices() {
        return List.of();
    }

    /**
     * Makes a backend; called only where there is no obstacle.
     *
     * @param threads threads that may work, at least 1
     * @return the backend, to be closed by the caller; on the device that suits best where there are several
     */
    Backend create(int threads);

    /**
     * Makes a backend on a device; called only where there is no obstacle, with one of {@link #devices()}.
     *
     * @param threads threads that may work beside it, at least 1
     * @param device its number
     * @return the backend, to be closed by the caller
     */
    default Backend create(int threads, int device) {
        throw new UnsupportedOperationException(name() + " has no devices");
    }
}
