package dev.azulejo.engine.program;

import dev.azulejo.engine.Engine;
import dev.azulejo.engine.Tensor;
import dev.azulejo.engine.backend.Buffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Supplier;

/**
 * Steps that are run again and again over the same weights: each variant is traced at its first run and replayed from then on.
 * All of them share the memory of passing tensors, as they never run at the same time.
 *
 * <p>With {@code -Dazulejo.replay=false} every run is eager. The bits are the same.
 */
public final class Steps {
    private final boolean replay = !"false".equals(System.getProperty("azulejo.replay"));

    private final Engine engine;
    private final Map<Object, Program> programs = new HashMap<>();
    private final List<Buffer> storage = new ArrayList<>();

    /**
     * Makes a place for steps, with none yet.
     *
     * @param engine where the tensors live
     */
    public Steps(Engine engine) {
        this.engine = engine;
    }

    /**
     * Runs a step. See {@link Program} for what its body may do.
     *
     * @param variant whatever the body's calls depend on beside the lasting tensors, such as the size of the batch or whether
     *     codes restart; equal for steps that make the same calls
     * @param body makes the calls, and names the tensors to be read after the step; not run where a variant is known
     * @return what the body returned, readable until the next step
     */
    public Map<String, Tensor> run(Object variant, Supplier<Map<String, Tensor>> body) {
        return replay ? program(variant, body).run() : body.get();
    }

    /**
     * Runs a step, and hands over each result as {@link Program#handOver} does; eagerly, all at its end.
     *
     * @param variant as for {@link #run}
     * @param body as for {@link #run}
     * @param taker gets the name and the value of each result, which stays as it is until the next step
     * @return what the body returned, readable until the next step
     */
    public Map<String, Tensor> handOver(
            Object variant, Supplier<Map<String, Tensor>> body, BiConsumer<String, Tensor> taker) {
        if (replay) {
            return program(variant, body).handOver(taker);
        }
        Map<String, Tensor> results = body.get();
        results.forEach(taker);
        return results;
    }

    /**
     * The program of a variant, traced if it is new.
     *
     * @param variant as for {@link #run}
     * @param body as for {@link #run}
     * @return the program
     */
    public Program program(Object variant, Supplier<Map<String, Tensor>> body) {
        Program known = programs.get(variant);
        if (known == null) {
            known = new Program(engine, body, storage);
            programs.put(variant, known);
        }
        return known;
    }
}
