package dev.azulejo.engine.backend;

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

    /**
     * Makes a backend; called only where there is no obstacle.
     *
     * @param threads threads that may work, at least 1
     * @return the backend, to be closed by the caller
     */
    Backend create(int threads);
}
