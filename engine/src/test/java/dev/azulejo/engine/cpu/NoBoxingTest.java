package dev.azulejo.engine.cpu;

import static org.assertj.core.api.Assertions.assertThat;

import dev.azulejo.engine.backend.Backend;
import dev.azulejo.engine.backend.Buffer;
import dev.azulejo.engine.cpu.vector.VectorBackend;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;

/**
 * That C2 keeps every vector kernel in registers. Where it runs out of its inlining budget it boxes each of them instead: the
 * results stay right, the kernel takes ten times as long, and it allocates some ten bytes an element.
 */
class NoBoxingTest {
    /** A kernel's own scratch, and the objects that split its work. */
    private static final long BYTES_A_CALL = 100_000;

    private static final long BYTES_AN_ELEMENT = 1;

    /** After so many it has been compiled, however busy the machine is. */
    private static final int CALLS = 1000;

    /** Run in a JVM of its own that waits for its compiler: prints a line for each kernel that allocates. */
    static final class Meter {
        private Meter() {}

        public static void main(String[] arguments) throws ReflectiveOperationException {
            // By name, as the engine's module does not read java.management.
            Object threads = Class.forName("java.lang.management.ManagementFactory")
                    .getMethod("getThreadMXBean")
                    .invoke(null);
            Method allocated =
                    Class.forName("com.sun.management.ThreadMXBean").getMethod("getCurrentThreadAllocatedBytes");

            // The largest case of each kernel.
            Map<String, KernelCase> kernels = new LinkedHashMap<>();
            BackendsAgreeTest.cases()
                    .sorted(Comparator.comparingInt(Meter::size).reversed())
                    .forEach(kernel -> kernels.putIfAbsent(kernel.name().replaceAll("[^a-zA-Z ].*", ""), kernel));
            try (Backend backend = new VectorBackend(1)) {
                for (KernelCase kernel : kernels.values()) {
                    measure(kernel, backend, () -> (long) allocated.invoke(threads));
                }
            }
            System.out.println("measured " + kernels.size());
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
            long limit = BYTES_A_CALL + BYTES_AN_ELEMENT * size(kernel);
            for (int i = 0; i < CALLS && least > limit; i++) {
                long before = counter.bytes();
                kernel.call().on(backend, buffers);
                least = Math.min(least, counter.bytes() - before);
            }
            if (least > limit) {
                System.out.printf("boxes: %s, %d bytes a call%n", kernel, least);
            }
        }
    }

    @Test
    @DisabledIfSystemProperty(named = "azulejo.test.expectLanes", matches = ".+")
    @DisabledIfSystemProperty(named = "azulejo.backend", matches = "scalar")
    void vectorKernelsAllocateNoRegisters() throws Exception {
        List<String> command = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xbatch",
                "--add-modules=jdk.incubator.vector",
                "-cp",
                System.getProperty("java.class.path"),
                Meter.class.getName());
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(out).isZero();
        assertThat(out).contains("measured ").doesNotContain("boxes");
    }
}
