package dev.azulejo.engine.cpu;

import static org.assertj.core.api.Assertions.assertThat;

import dev.azulejo.engine.backend.Backend;
import dev.azulejo.engine.backend.Buffer;
import dev.azulejo.engine.cpu.vector.VectorBackend;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * That C2 keeps every vector kernel in registers. Where it does not, it boxes each of them instead: the results stay right,
 * the kernel takes up to ten times as long, and it allocates some 80 bytes a register. It happens in graphs that are large
 * (JDK-internal limits of inlining) and to calls that were rare when C2 looked, so the order matters: small and odd shapes
 * first, whose main loops hardly run, or large ones first.
 */
class NoBoxingTest {
    /** A kernel's own scratch, and the objects that split its work. */
    private static final long BYTES_A_CALL = 16_000;

    private static final long BYTES_AN_ELEMENT = 1;

    /** Kernels whose scratch is as large as some rows: they repeat a row over registers, or add up parts of columns. */
    private static final String ROWS_OF_SCRATCH = "broadcast|sumRows|biasReluGradient";

    private static final long ROWS = 1_000_000;

    /** After so many it has been compiled. */
    private static final int CALLS = 20_000;

    /** Fewest calls of a small case: those of one kernel together make C2 compile it. */
    private static final int SMALL_CALLS = 200;

    private static final int SMALL = 1000;

    /** Run in a JVM of its own that waits for its compiler: prints a line for each case that allocates. */
    static final class Meter {
        private Meter() {}

        public static void main(String[] order) throws ReflectiveOperationException {
            // By name, as the engine's module does not read java.management.
            Object threads = Class.forName("java.lang.management.ManagementFactory")
                    .getMethod("getThreadMXBean")
                    .invoke(null);
            Method allocated =
                    Class.forName("com.sun.management.ThreadMXBean").getMethod("getCurrentThreadAllocatedBytes");

            Comparator<KernelCase> bySize = Comparator.comparingInt(Meter::size);
            List<KernelCase> cases = BackendsAgreeTest.cases()
                    .sorted(order[0].equals("small first") ? bySize : bySize.reversed())
                    .toList();
            try (Backend backend = new VectorBackend(1)) {
                for (KernelCase kernel : cases) {
                    measure(kernel, backend, () -> (long) allocated.invoke(threads));
                }
            }
            System.out.println("measured " + cases.size());
        }

        private static int size(KernelCase kernel) {
            return kernel.operands().stream()
                    .mapToInt(KernelCase.Operand::size)
                    .max()
                    .orElse(0);
        }

        private interface Counter {
            long bytes() throws ReflectiveOperationException;
        }

        private static void measure(KernelCase kernel, Backend backend, Counter counter)
                throws ReflectiveOperationException {
            Buffer[] buffers = kernel.prepare(backend);
            long least = Long.MAX_VALUE;
            long limit = kernel.name().matches("(" + ROWS_OF_SCRATCH + ") .*")
                    ? ROWS
                    : BYTES_A_CALL + BYTES_AN_ELEMENT * size(kernel);
            int calls = size(kernel) < SMALL ? SMALL_CALLS : 1;
            for (int i = 0; i < calls || (i < CALLS && least > limit); i++) {
                long before = counter.bytes();
                kernel.call().on(backend, buffers);
                least = Math.min(least, counter.bytes() - before);
            }
            if (least > limit) {
                System.out.printf(Locale.ROOT, "boxes: %s, %d bytes a call%n", kernel, least);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"small first", "large first"})
    @DisabledIfSystemProperty(named = "azulejo.test.expectLanes", matches = ".+")
    @DisabledIfSystemProperty(named = "azulejo.backend", matches = "scalar")
    void vectorKernelsAllocateNoRegisters(String order) throws Exception {
        List<String> command = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xbatch",
                "--add-modules=jdk.incubator.vector",
                "-cp",
                System.getProperty("java.class.path"),
                Meter.class.getName(),
                order);
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(out).isZero();
        assertThat(out).contains("measured ").doesNotContain("boxes");
    }
}
