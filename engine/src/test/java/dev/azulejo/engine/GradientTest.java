package dev.azulejo.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.azulejo.engine.backend.Backend;
import dev.azulejo.engine.cpu.scalar.ScalarBackend;
import dev.azulejo.engine.cpu.vector.VectorBackend;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every operation's gradient against finite differences, on each CPU backend. */
class GradientTest {
    static List<GradientCases.Case> cases() {
        return GradientCases.all();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void scalarGradients(GradientCases.Case operation) {
        check(new ScalarBackend(), operation);
    }

    @ParameterizedTest
    @MethodSource("cases")
    void vectorGradients(GradientCases.Case operation) {
        check(new VectorBackend(2), operation);
    }

    private static void check(Backend backend, GradientCases.Case operation) {
        try (Engine engine = new Engine(backend)) {
            new GradientCheck(engine).check(operation);
        }
    }

    @Test
    void everyOperationHasACase() {
        Set<String> tried = new TreeSet<>();
        try (Engine engine = new Engine(new ScalarBackend())) {
            cases().forEach(operation -> tried.addAll(new GradientCheck(engine).operations(operation)));
        }
        assertThat(tried).containsExactlyInAnyOrderElementsOf(names(Op.class).toList());
    }

    /** The records that are operations, below the sealed types that permit them. */
    private static Stream<String> names(Class<?> type) {
        return type.isSealed()
                ? Stream.of(type.getPermittedSubclasses()).flatMap(GradientTest::names)
                : Stream.of(type.getSimpleName());
    }
}
