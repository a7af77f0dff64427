package dev.azulejo.engine.cpu.scalar;

import dev.azulejo.engine.backend.Backend;
import dev.azulejo.engine.backend.BackendProvider;
import java.util.Optional;

/** Provides {@link ScalarBackend}, which runs anywhere. */
public final class ScalarProvider implements BackendProvider {
    /** A provider. */
    public ScalarProvider() {}

    @Override
    public String name() {
        return "scalar";
    }

    @Override
    public Optional<String> obstacle() {
        return Optional.empty();
    }

    @Override
    public Backend create(int threads) {
        return new ScalarBackend();
    }
}
