package dev.azulejo.engine.program;

import dev.azulejo.engine.Engine;
import dev.azulejo.engine.Tensor;
import dev.azulejo.engine.backend.Backend;
import dev.azulejo.engine.backend.Buffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
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
    private final Results results;

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
        try (var _ = engine.scope()) {
            this.results = new Results(engine, recorder, engine.trace(recorder.backend(engine.backend()), body));
        }
        this.calls = List.copyOf(results.calls());
        Backend backend = engine.backend();
        this.plan = new MemoryPlan(calls, backend.memory(), shared);
        this.ready = calls.stream().map(call -> call.on(backend, plan::place)).toList();
        this.whole = backend.compile(ready, plan.storage());
    }

    /**
     * Runs the calls.
     *
     * @return what the body returned, by its names; overwritten by the next run
     */
    public Map<String, Tensor> run() {
        if (poison || (KernelEvent.wanted() && engine.backend().timesSingleCalls())) {
            oneByOne((_, _) -> {});
        } else {
            whole.run();
        }
        return results.outputs();
    }

    /**
     * Runs the calls, and hands over each result as soon as it is final, while those after it are still computed. A backend that
     * makes one thing of the calls hands them all over at the end.
     *
     * @param taker gets the name and the value, which stays as it is until the next run; called by the thread that calls this
     * @return what the body returned, by its names; overwritten by the next run
     */
    public Map<String, Tensor> handOver(BiConsumer<String, Tensor> taker) {
        if (poison || engine.backend().timesSingleCalls()) {
            oneByOne(taker);
        } else {
            whole.run();
            results.outputs().forEach(taker);
        }
        return results.outputs();
    }

    private void oneByOne(BiConsumer<String, Tensor> taker) {
        boolean timed = KernelEvent.wanted() && engine.backend().timesSingleCalls();
        for (int i = 0; i < ready.size(); i++) {
            if (timed) {
                KernelEvent.around(calls.get(i), ready.get(i));
            } else {
                ready.get(i).run();
            }
            if (poison) {
                poison(i);
            }
            results.tell(i, taker);
        }
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
        return results.outputs();
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
