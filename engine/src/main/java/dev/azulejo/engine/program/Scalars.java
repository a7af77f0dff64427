package dev.azulejo.engine.program;

import dev.azulejo.engine.Engine;
import dev.azulejo.engine.Shape;
import dev.azulejo.engine.Tensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The numbers that a step reports, computed but not read yet: side by side, so that reading them is one transfer from a
 * device.
 *
 * @param names of the numbers
 * @param values the numbers, {@code [n]}
 */
public record Scalars(List<String> names, Tensor values) {
    /**
     * Checks the numbers.
     *
     * @throws IllegalArgumentException if there are more or fewer than names
     */
    public Scalars {
        names = List.copyOf(names);
        if (values.shape().size() != names.size()) {
            throw new IllegalArgumentException("scalars: " + values.shape() + " for the names " + names);
        }
    }

    /**
     * Numbers side by side, to be called within a step.
     *
     * @param scalars tensors of one element
     * @return {@code [n]}, without a gradient
     */
    public static Tensor gather(Tensor... scalars) {
        Engine engine = scalars[0].engine();
        Tensor all = engine.allocate(Shape.of(scalars.length));
        for (int i = 0; i < scalars.length; i++) {
            engine.backend().memory().copy(scalars[i].buffer(), 0, all.buffer(), i, 1);
        }
        return all;
    }

    /** {@return the numbers by name, in the order of the names; waits for them} */
    public Map<String, Float> read() {
        float[] numbers = values.toArray();
        Map<String, Float> byName = new LinkedHashMap<>();
        for (int i = 0; i < numbers.length; i++) {
            byName.put(names.get(i), numbers[i]);
        }
        return byName;
    }
}
