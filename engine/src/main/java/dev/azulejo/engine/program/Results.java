package dev.azulejo.engine.program;

import dev.azulejo.engine.Engine;
import dev.azulejo.engine.Tensor;
import dev.azulejo.engine.backend.Backend;
import dev.azulejo.engine.backend.Buffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;

/**
 * What a program returns: lasting tensors, to which a call of its own copies each result as soon as no other call changes it any
 * more. So a result's passing buffer dies early, and who waits for it need not wait for the rest.
 */
final class Results {
    private final List<Call> calls = new ArrayList<>();
    private final Map<Integer, String> copied = new HashMap<>();
    private final Map<String, Tensor> outputs = new LinkedHashMap<>();

    /** Adds the copies of what a traced body returned to its calls. */
    Results(Engine engine, Recorder recorder, Map<String, Tensor> returned) {
        List<Call> body = List.copyOf(recorder.calls());
        Map<Buffer, Integer> lastWrites = new HashMap<>();
        for (int i = 0; i < body.size(); i++) {
            for (Buffer written : body.get(i).writes()) {
                lastWrites.put(written, i);
            }
        }
        Map<Integer, List<String>> due = new HashMap<>();
        returned.forEach((name, result) -> {
            outputs.put(
                    name, engine.state(result.shape(), new float[result.shape().size()]));
            int last = lastWrites.getOrDefault(result.buffer(), body.size() - 1);
            due.computeIfAbsent(last, _ -> new ArrayList<>()).add(name);
        });
        Backend traced = recorder.backend(engine.backend());
        for (int i = -1; i < body.size(); i++) {
            if (i >= 0) {
                calls.add(body.get(i));
            }
            for (String name : due.getOrDefault(i, List.of())) {
                Tensor result = returned.get(name);
                int size = result.shape().size();
                traced.memory().copy(result.buffer(), 0, outputs.get(name).buffer(), 0, size);
                copied.put(calls.size(), name);
                calls.add(recorder.calls().getLast());
            }
        }
    }

    /** The calls, those that copy results among them. */
    List<Call> calls() {
        return calls;
    }

    /** What is overwritten by each run. */
    Map<String, Tensor> outputs() {
        return outputs;
    }

    /** Tells of the result that a call has copied, if it is such a call. */
    void tell(int call, BiConsumer<String, Tensor> taker) {
        String name = copied.get(call);
        if (name != null) {
            taker.accept(name, outputs.get(name));
        }
    }
}
