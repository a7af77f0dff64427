package dev.azulejo.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.azulejo.engine.backend.Backend;
import dev.azulejo.engine.cpu.vector.VectorBackend;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** In a lane of the build that forces a backend or a register width: that it is really what ran. */
class BackendLaneTest {
    @Test
    @EnabledIfSystemProperty(named = "azulejo.test.expectBackend", matches = ".+")
    void theBackendIsTheOneOfTheLane() {
        try (Backend backend = Backends.choose()) {
            assertThat(backend.name()).isEqualTo(System.getProperty("azulejo.test.expectBackend"));
        }
    }

    @Test
    @EnabledIfSystemProperty(named = "azulejo.test.expectLanes", matches = ".+")
    void theRegistersAreThoseOfTheLane() {
        assertThat(VectorBackend.lanes()).isEqualTo(Integer.getInteger("azulejo.test.expectLanes"));
        try (Backend backend = Backends.choose("vector", 1)) {
            assertThat(backend.description()).contains(VectorBackend.lanes() + " float lanes");
        }
    }
}
