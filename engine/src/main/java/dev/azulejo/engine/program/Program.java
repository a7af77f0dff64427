package dev.azulejo.engine.program;

import dev.azulejo.engine.Engine;
import dev.azulejo.engine.Tensor;
import dev.azulejo.engine.backend.Backend;
import dev.azulejo.engine.backend.Buffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * A step as a list of kernel calls: traced once, then run as often as wanted. Shapes never change from step to step and nothing
 * in a step reads a number back to the host, so the same calls on the same buffers are the next step too, once its inputs are
 * set. The bits are those of the body run eagerly.
 *
 * <p>A body may read and write lasting tensors (weights, moments, inputs); all others are planned: each has a place from the
 * first call that names it to the last. It must not depend on the host in any other way: values that it reads from Java
 * variables are frozen, so what changes from step to step goes into lasting tensors before {@link #run}. A body that reads or
 * writes host values itself is refused.
 */
public final class Program {
    /** Fills what is dead with NaN, so that a plan that gives a place away too early is found: for tests. */
    private final boolean poison = Boolean.getBoolean("azulejo.poison");

    private final Engine engine;
    private final List<Call> calls;
    private final List<Runnable> ready;
    private final Runnable whole;
    private final MemoryPlan plan;
    private final Map<String, Tensor> outputs = new LinkedHashMap<>();

    /** Hears of each call when it has returned: on a CPU, when it is done. */
    @FunctionalInterface
    public interface Listener {
        /**
         * A call returned.
         *
         * @param call the call
         * @param nanoseconds what it took
         */
        void ran(Call call, long nanoseconds);
    }

    /**
     * Traces a body; nothing is computed yet.
     *
     * @param engine where the tensors that it uses live
     * @param body makes the calls, and names the tensors to be read after a run
     * @return the program
     * @throws IllegalStateException if the body reads or writes host values, or makes a lasting tensor
     */
    public static Program of(Engine engine, Supplier<Map<String, Tensor>> body) {
        return new Program(engine, body, new ArrayList<>());
    }

    Program(Engine engine, Supplier<Map<String, Tensor>> body, List<Buffer> shared) {
        this.engine = engine;
        Recorder recorder = new Recorder();
        Backend traced = recorder.backend(engine.backend());
        try (var _ = engine.scope()) {
            Map<String, Tensor> results = engine.trace(traced, body);
            results.forEach((name, result) -> keep(name, result, traced));
        }
        this.calls = List.copyOf(recorder.calls());
        Backend backend = engine.backend();
        this.plan = new MemoryPlan(calls, backend.memory(), shared);
        this.ready = calls.stream().map(call -> call.on(backend, plan::place)).toList();
        this.whole = backend.compile(ready, plan.storage());
    }

    /** A last call copies a result to where it is found after each run. */
    private void keep(String name, Tensor result, Backend traced) {
        int size = result.shape().size();
        Tensor output = engine.state(result.shape(), new float[size]);
        traced.memory().copy(result.buffer(), 0, output.buffer(), 0, size);
        outputs.put(name, output);
    }

    /**
     * Runs the calls.
     *
     * @return what the body returned, by its names; overwritten by the next run
     */
    public Map<String, Tensor> run() {
        if (poison) {
            for (int i = 0; i < ready.size(); i++) {
                ready.get(i).run();
                poison(i);
            }
        } else if (KernelEvent.wanted() && engine.backend().timesSingleCalls()) {
            for (int i = 0; i < ready.size(); i++) {
                KernelEvent.around(calls.get(i), ready.get(i));
            }
        } else {
            whole.run();
        }
        return outputs;
    }

    /**
     * Runs the calls, and tells of each.
     *
     * @param listener hears of it
     * @return what the body returned, by its names; overwritten by the next run
     */
    public Map<String, Tensor> run(Listener listener) {
        for (int i = 0; i < ready.size(); i++) {
            long start = System.nanoTime();
            ready.get(i).run();
            listener.ran(calls.get(i), System.nanoTime() - start);
        }
        return outputs;
    }

    private void poison(int call) {
        for (Buffer dead : plan.freedBy(call)) {
            engine.backend().memory().fill(dead, dead.size(), Float.NaN);
        }
    }

    /** {@return the calls, in their order} */
    public List<Call> calls() {
        return calls;
    }

    /** {@return bytes of the places that passing tensors are kept in} */
    public long bytes() {
        return plan.bytes();
    }

    /** {@return the most bytes of passing tensors that are alive at once: no plan can do with less} */
    public long leastBytes() {
        return plan.floor();
    }

    /** {@return a table of the calls: number, kernel, constants, what it reads and writes, and where that is kept} */
    public String table() {
        return ProgramTable.of(calls, plan);
    }
}
