package dev.azulejo.engine.cpu;

import static org.assertj.core.api.Assertions.assertThat;

import dev.azulejo.engine.Engine;
import dev.azulejo.engine.backend.Backend;
import dev.azulejo.engine.backend.Buffer;
import dev.azulejo.engine.cpu.vector.VectorBackend;
import dev.azulejo.engine.program.Call;
import dev.azulejo.engine.program.Program;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** That what kernels say of their buffers is what they do with them, for each case of the table; and that a replay is the call. */
class CallsAsDataTest {
    static Stream<KernelCase> cases() {
        return Agreement.cases();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void kernelsSayWhatTheyReadAndWrite(KernelCase kernel) {
        try (Engine engine = new Engine(new VectorBackend(1))) {
            Buffer[] buffers = kernel.prepare(engine.backend());
            List<Call> calls = traced(engine, kernel, buffers).calls(); // one but where a case prepares an operand
            List<Buffer> reads = calls.stream().flatMap(c -> c.reads().stream()).toList();
            List<Buffer> writes =
                    calls.stream().flatMap(c -> c.writes().stream()).toList();
            Call call = calls.getLast();
            for (int i = 0; i < buffers.length; i++) {
                String what = kernel + ": operand " + i + " of " + call;
                switch (kernel.operands().get(i)) {
                    case KernelCase.Output _, KernelCase.IndexOutput _ ->
                        assertThat(writes).as(what).contains(buffers[i]);
                    case KernelCase.State _ -> {
                        assertThat(reads).as(what).contains(buffers[i]);
                        if (changes(engine.backend(), kernel, i)) {
                            assertThat(writes).as(what).contains(buffers[i]);
                        }
                    }
                    case KernelCase.InPlace _ -> {
                        assertThat(call.writes().getFirst()).as(what).isEqualTo(buffers[i]);
                        assertThat(call.mayOverwrite(buffers[i])).as(what).isTrue();
                    }
                    default -> assertThat(reads).as(what).contains(buffers[i]);
                }
            }
        }
    }

    private static boolean changes(Backend backend, KernelCase kernel, int operand) {
        Buffer[] buffers = kernel.prepare(backend);
        float[] before = new float[buffers[operand].size()];
        float[] after = before.clone();
        backend.memory().read(buffers[operand], 0, before, 0, before.length);
        kernel.call().on(backend, buffers);
        backend.memory().read(buffers[operand], 0, after, 0, after.length);
        return !Arrays.equals(before, after);
    }

    @ParameterizedTest
    @MethodSource("cases")
    void aReplayIsTheCall(KernelCase kernel) {
        try (Engine engine = new Engine(new VectorBackend(1))) {
            List<int[]> expected = kernel.run(engine.backend());
            KernelCase replayed = new KernelCase(
                    kernel.name(),
                    kernel.tolerance(),
                    (_, buffers) -> traced(engine, kernel, buffers).run(),
                    kernel.operands());
            assertThat(replayed.run(engine.backend()))
                    .usingElementComparator((a, b) -> Arrays.compare(a, b))
                    .isEqualTo(expected);
        }
    }

    private static Program traced(Engine engine, KernelCase kernel, Buffer... buffers) {
        return Program.of(engine, () -> {
            kernel.call().on(engine.backend(), buffers);
            return Map.of();
        });
    }
}
