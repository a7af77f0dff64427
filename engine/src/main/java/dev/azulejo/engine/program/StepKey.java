package dev.azulejo.engine.program;

import dev.azulejo.engine.Engine;
import dev.azulejo.engine.IntTensor;
import dev.azulejo.engine.Shape;

/** What decides all that a step draws: an input of it, which is set before each. */
public final class StepKey {
    private final IntTensor tensor;
    private final int[] part;

    private StepKey(Engine engine, int... part) {
        this.part = part;
        this.tensor = engine.intState(Shape.of(3 + part.length), values(0, 0));
    }

    /**
     * {@return a key {@code [3]}: seed (low, high) and step}
     *
     * @param engine where it will live
     */
    public static StepKey of(Engine engine) {
        return new StepKey(engine);
    }

    /**
     * {@return a key {@code [4]}: seed (low, high), step, and part}
     *
     * @param engine where it will live
     * @param part which part of a whole it draws for, 0 where it is all
     */
    public static StepKey ofPart(Engine engine, int part) {
        return new StepKey(engine, part);
    }

    /**
     * Sets it for the next step.
     *
     * @param seed of the run
     * @param step number of the step, of which the low 32 bits count
     */
    public void set(long seed, long step) {
        tensor.set(values(seed, step));
    }

    /** {@return the input, which lasts} */
    public IntTensor tensor() {
        return tensor;
    }

    private int[] values(long seed, long step) {
        int[] values = new int[3 + part.length];
        values[0] = (int) seed;
        values[1] = (int) (seed >>> 32);
        values[2] = (int) step;
        System.arraycopy(part, 0, values, 3, part.length);
        return values;
    }
}
