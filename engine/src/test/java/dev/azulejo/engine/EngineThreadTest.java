package dev.azulejo.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;

/** Which thread may use an engine: one at a time, and while a scope is open only the one that opened it. */
class EngineThreadTest {
    private static <T> T elsewhere(Callable<T> work) throws Exception {
        FutureTask<T> task = new FutureTask<>(work);
        Thread thread = Thread.ofPlatform().name("other").start(task);
        thread.join();
        try {
            return task.get();
        } catch (ExecutionException e) {
            throw (Exception) e.getCause();
        }
    }

    @Test
    void aSecondThreadIsRefusedWhileAScopeIsOpen() throws Exception {
        try (Engine engine = new Engine(Backends.choose("scalar", 1))) {
            Tensor lasting = engine.state(Shape.of(2), 1, 2);
            try (Scope scope = engine.scope()) {
                assertThat(scope).isNotNull();
                assertThatThrownBy(() -> elsewhere(() -> lasting.plus(lasting)))
                        .isInstanceOf(IllegalStateException.class)
                        .hasMessageContaining("thread other")
                        .hasMessageContaining("an engine for each thread");
                assertThatThrownBy(() -> elsewhere(engine::scope)).isInstanceOf(IllegalStateException.class);
                assertThatThrownBy(() -> elsewhere(engine::tape)).isInstanceOf(IllegalStateException.class);
                assertThat(lasting.plus(lasting).toArray()).containsExactly(2, 4);
            }
        }
    }

    @Test
    void anotherThreadGoesOnWhereNoScopeIsOpen() throws Exception {
        try (Engine engine = new Engine(Backends.choose("scalar", 1))) {
            Tensor lasting = engine.state(Shape.of(2), 1, 2);
            float[] sum = elsewhere(() -> {
                try (Scope scope = engine.scope()) {
                    return scope.keep(lasting.plus(lasting)).toArray();
                }
            });
            assertThat(sum).containsExactly(2, 4);
            try (Scope scope = engine.scope()) {
                assertThat(scope.keep(lasting.plus(lasting)).toArray()).containsExactly(2, 4);
            }
        }
    }
}
