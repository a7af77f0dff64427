package dev.azulejo.engine.cpu;

import static org.assertj.core.api.Assertions.assertThat;

import dev.azulejo.engine.backend.Backend;
import dev.azulejo.engine.backend.Buffer;
import dev.azulejo.engine.backend.DType;
import dev.azulejo.engine.random.Philox;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * One call of one kernel: its operands and how to call it. A case can be run on any backend, from the same values.
 *
 * @param name what it is, with its sizes
 * @param tolerance how near the backends must come to each other
 * @param call the call, on the operands' buffers
 * @param operands what the buffers hold
 */
record KernelCase(String name, Tolerance tolerance, Call call, List<Operand> operands) {
    /** Elements after the end of each buffer that a kernel must leave alone. */
    private static final int GUARD = 5;

    private static final float GUARD_VALUE = 12345.5f;

    /** How near two backends must come, in units of 2^-24, the rounding error of a float. */
    sealed interface Tolerance {}

    /**
     * Some 3 (4 + sqrt(terms)) units of the larger of the value and the root mean square of all: for kernels that are no plain
     * sums.
     */
    record Terms(int terms) implements Tolerance {}

    /**
     * So many units of the sum of the sizes of a value's terms: of |a||b| where the value is a sum of a b. The sum of the
     * terms may cancel and be as small as it likes, the rounding of its parts does not (Higham, Accuracy and Stability of
     * Numerical Algorithms, section 3.1, where the units are as many as the terms; parts that are added apart and signs that
     * vary leave a few, whatever the lanes).
     */
    record OfMagnitude(double units) implements Tolerance {}

    /** A call of a kernel. */
    interface Call {
        void on(Backend backend, Buffer[] buffers);
    }

    /** What a buffer holds before the call, and whether the call may change it. */
    sealed interface Operand {
        int size();
    }

    /** Floats read: normal values times {@code scale}, plus {@code shift}. */
    record Input(int size, float scale, float shift) implements Operand {}

    /** Floats in (0, 1] read and written. */
    record State(int size) implements Operand {}

    /** Floats read: these. */
    record Values(List<Double> values) implements Operand {
        @Override
        public int size() {
            return values.size();
        }
    }

    /** Integers below a bound, read. */
    record Indices(int size, int bound) implements Operand {}

    /** Floats written, NaN before. */
    record Output(int size) implements Operand {}

    /** Integers written, -1 before. */
    record IndexOutput(int size) implements Operand {}

    /** The buffer of an earlier operand once more, written now. */
    record InPlace(int size, int operand) implements Operand {}

    static KernelCase kernel(String name, int terms, Call call, Operand... operands) {
        return new KernelCase(name, new Terms(terms), call, List.of(operands));
    }

    /** Sums of the operands' elements or of products of them, which grow with their absolute values. */
    static KernelCase sums(String name, double units, Call call, Operand... operands) {
        return new KernelCase(name, new OfMagnitude(units), call, List.of(operands));
    }

    static KernelCase kernel(String name, Call call, Operand... operands) {
        return kernel(name, 1, call, operands);
    }

    static Operand in(int size) {
        return new Input(size, 1, 0);
    }

    static Operand in(int size, double scale, double shift) {
        return new Input(size, (float) scale, (float) shift);
    }

    static Operand given(Double... values) {
        return new Values(List.of(values));
    }

    static Operand state(int size) {
        return new State(size);
    }

    static Operand indices(int size, int bound) {
        return new Indices(size, bound);
    }

    static Operand out(int size) {
        return new Output(size);
    }

    static Operand indexOut(int size) {
        return new IndexOutput(size);
    }

    static Operand inPlace(int size, int operand) {
        return new InPlace(size, operand);
    }

    /** The content of every operand after the call; floats as their bits, so that equality is exact. */
    List<int[]> run(Backend backend) {
        return run(backend, prepare(backend));
    }

    /** As {@link #run}, on the operands' absolute values: of a sum of products, the sum of its terms' sizes. */
    List<int[]> magnitudes(Backend backend) {
        Buffer[] buffers = prepare(backend);
        for (int i = 0; i < buffers.length; i++) {
            if (isFloat(i) && !(operands.get(i) instanceof InPlace)) {
                float[] values = new float[operands.get(i).size()];
                backend.memory().read(buffers[i], 0, values, 0, values.length);
                for (int j = 0; j < values.length; j++) {
                    values[j] = Math.abs(values[j]);
                }
                backend.memory().write(values, 0, buffers[i], 0, values.length);
            }
        }
        return run(backend, buffers);
    }

    private List<int[]> run(Backend backend, Buffer[] buffers) {
        boolean[] written = new boolean[operands.size()];
        for (int i = 0; i < buffers.length; i++) {
            written[i] = operands.get(i) instanceof Output
                    || operands.get(i) instanceof IndexOutput
                    || operands.get(i) instanceof State;
            if (operands.get(i) instanceof InPlace again) {
                written[i] = true;
                written[again.operand] = true;
            }
        }
        List<int[]> before = contents(backend, buffers);
        call.on(backend, buffers);
        List<int[]> after = contents(backend, buffers);
        for (int i = 0; i < buffers.length; i++) {
            int kept = written[i] ? operands.get(i).size() : 0;
            for (int j = kept; j < after.get(i).length; j++) {
                assertThat(after.get(i)[j])
                        .as(
                                "%s: operand %d, element %d of %d, is not to be changed",
                                name, i, j, operands.get(i).size())
                        .isEqualTo(before.get(i)[j]);
            }
        }
        return after;
    }

    /** Buffers with the operands' content before the call. */
    Buffer[] prepare(Backend backend) {
        Buffer[] buffers = new Buffer[operands.size()];
        for (int i = 0; i < buffers.length; i++) {
            buffers[i] = prepare(backend, operands.get(i), i, buffers);
        }
        return buffers;
    }

    boolean isFloat(int operand) {
        return !(operands.get(operand) instanceof Indices || operands.get(operand) instanceof IndexOutput);
    }

    private Buffer prepare(Backend backend, Operand operand, int number, Buffer[] earlier) {
        if (operand instanceof InPlace again) {
            return earlier[again.operand];
        }
        boolean integers = operand instanceof Indices || operand instanceof IndexOutput;
        int size = operand.size();
        Buffer buffer = backend.memory().allocate(integers ? DType.INT32 : DType.FLOAT32, size + GUARD);
        int seed = name.hashCode();
        if (integers) {
            int[] values = new int[size + GUARD];
            for (int i = 0; i < values.length; i++) {
                values[i] = operand instanceof Indices indices && i < size
                        ? (int) Philox.below(indices.bound, seed, number, 0, i)
                        : -1;
            }
            backend.memory().write(values, 0, buffer, 0, values.length);
            return buffer;
        }
        float[] values = new float[size + GUARD];
        for (int i = 0; i < size; i++) {
            values[i] = switch (operand) {
                case Input input -> Philox.normal(seed, number, 0, i) * input.scale + input.shift;
                case State _ -> 1 - Philox.uniform(seed, number, 0, i);
                case Values given -> given.values.get(i).floatValue();
                default -> Float.NaN;
            };
        }
        Arrays.fill(values, size, size + GUARD, GUARD_VALUE);
        backend.memory().write(values, 0, buffer, 0, values.length);
        return buffer;
    }

    private static List<int[]> contents(Backend backend, Buffer[] buffers) {
        List<int[]> contents = new ArrayList<>();
        for (Buffer buffer : buffers) {
            int[] bits = new int[buffer.size()];
            if (buffer.type() == DType.INT32) {
                backend.memory().read(buffer, 0, bits, 0, bits.length);
            } else {
                float[] floats = new float[bits.length];
                backend.memory().read(buffer, 0, floats, 0, bits.length);
                for (int i = 0; i < bits.length; i++) {
                    bits[i] = Float.floatToIntBits(floats[i]);
                }
            }
            contents.add(bits);
        }
        return contents;
    }

    @Override
    public String toString() {
        return name;
    }
}
