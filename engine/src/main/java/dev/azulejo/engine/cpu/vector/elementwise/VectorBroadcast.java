package dev.azulejo.engine.cpu.vector.elementwise;

import static jdk.incubator.vector.VectorOperators.EQ;
import static jdk.incubator.vector.VectorOperators.LT;

import dev.azulejo.engine.backend.BinaryFunction;
import dev.azulejo.engine.cpu.Workers;
import dev.azulejo.engine.cpu.vector.base.Lanes;
import dev.azulejo.engine.cpu.vector.base.Split;
import java.util.Arrays;
import jdk.incubator.vector.FloatVector;

/** One vector per group of rows, repeated until it fills whole registers: out = f(x, v). */
public final class VectorBroadcast {
    private VectorBroadcast() {}

    /** A part of one group. The pattern is v often enough to fill whole registers; {@code from} is where one begins. */
    @FunctionalInterface
    private interface Loop {
        void run(float[] x, float[] pattern, int at, int period, float[] out, int from, int to);
    }

    static void apply(
            Workers workers, BinaryFunction f, float[] x, float[] v, float[] out, int groups, int rows, int channels) {
        Loop loop = switch (f) {
            case ADD -> VectorBroadcast::add;
            case SUBTRACT -> VectorBroadcast::subtract;
            case MULTIPLY -> VectorBroadcast::multiply;
            case DIVIDE -> VectorBroadcast::divide;
            case LESS -> VectorBroadcast::less;
            case EQUAL -> VectorBroadcast::equal;
        };
        int repeats = channels % Lanes.COUNT == 0 ? 1 : Lanes.COUNT;
        int period = repeats * channels;
        int rowsATask = Math.max(1, Split.ELEMENTS / period) * repeats;
        int tasksAGroup = Math.ceilDiv(rows, rowsATask);
        if (channels == 1) {
            numbers(workers, loop, x, v, out, groups, rows);
            return;
        }
        float[] patterns = repeats == 1 ? v : repeated(v, groups, channels, repeats);
        if (tasksAGroup == 1) {
            int size = rows * channels;
            Split.rows(workers, groups, size, Split.ELEMENTS, (first, end) -> {
                for (int g = first; g < end; g++) {
                    loop.run(x, patterns, g * period, period, out, g * size, (g + 1) * size);
                }
            });
            return;
        }
        workers.run(groups * tasksAGroup, task -> {
            int g = task / tasksAGroup;
            int from = task % tasksAGroup * rowsATask;
            int to = Math.min(rows, from + rowsATask);
            int start = g * rows;
            loop.run(x, patterns, g * period, period, out, (start + from) * channels, (start + to) * channels);
        });
    }

    /** One number per group: a register of it is made where it is needed. */
    private static void numbers(Workers workers, Loop loop, float[] x, float[] v, float[] out, int groups, int size) {
        int parts = Math.ceilDiv(size, Split.ELEMENTS);
        int part = parts == 1 ? size : Split.ELEMENTS;
        Split.rows(workers, groups * parts, part, Split.ELEMENTS, (first, end) -> {
            float[] register = new float[Lanes.COUNT];
            for (int i = first; i < end; i++) {
                int g = i / parts;
                int from = g * size + i % parts * part;
                Arrays.fill(register, v[g]);
                loop.run(x, register, 0, Lanes.COUNT, out, from, Math.min((g + 1) * size, from + part));
            }
        });
    }

    /** Each vector so many times in a row. */
    private static float[] repeated(float[] v, int groups, int channels, int repeats) {
        float[] patterns = new float[groups * channels * repeats];
        for (int i = 0; i < groups * repeats; i++) {
            System.arraycopy(v, i / repeats * channels, patterns, i * channels, channels);
        }
        return patterns;
    }

    /** out = x + v. */
    private static void add(float[] x, float[] pattern, int at, int period, float[] out, int from, int to) {
        int bound = Lanes.bound(from, to);
        int p = at;
        for (int i = from; i < bound; i += Lanes.COUNT) {
            FloatVector v = FloatVector.fromArray(Lanes.FLOATS, pattern, p);
            FloatVector.fromArray(Lanes.FLOATS, x, i).add(v).intoArray(out, i);
            p += Lanes.COUNT;
            if (p == at + period) {
                p = at;
            }
        }
        for (int i = bound; i < to; i++) {
            out[i] = x[i] + pattern[p + i - bound];
        }
    }

    /** out = x - v. */
    private static void subtract(float[] x, float[] pattern, int at, int period, float[] out, int from, int to) {
        int bound = Lanes.bound(from, to);
        int p = at;
        for (int i = from; i < bound; i += Lanes.COUNT) {
            FloatVector v = FloatVector.fromArray(Lanes.FLOATS, pattern, p);
            FloatVector.fromArray(Lanes.FLOATS, x, i).sub(v).intoArray(out, i);
            p += Lanes.COUNT;
            if (p == at + period) {
                p = at;
            }
        }
        for (int i = bound; i < to; i++) {
            out[i] = x[i] - pattern[p + i - bound];
        }
    }

    /** out = x v. */
    private static void multiply(float[] x, float[] pattern, int at, int period, float[] out, int from, int to) {
        int bound = Lanes.bound(from, to);
        int p = at;
        for (int i = from; i < bound; i += Lanes.COUNT) {
            FloatVector v = FloatVector.fromArray(Lanes.FLOATS, pattern, p);
            FloatVector.fromArray(Lanes.FLOATS, x, i).mul(v).intoArray(out, i);
            p += Lanes.COUNT;
            if (p == at + period) {
                p = at;
            }
        }
        for (int i = bound; i < to; i++) {
            out[i] = x[i] * pattern[p + i - bound];
        }
    }

    /** out = x / v. */
    private static void divide(float[] x, float[] pattern, int at, int period, float[] out, int from, int to) {
        int bound = Lanes.bound(from, to);
        int p = at;
        for (int i = from; i < bound; i += Lanes.COUNT) {
            FloatVector v = FloatVector.fromArray(Lanes.FLOATS, pattern, p);
            FloatVector.fromArray(Lanes.FLOATS, x, i).div(v).intoArray(out, i);
            p += Lanes.COUNT;
            if (p == at + period) {
                p = at;
            }
        }
        for (int i = bound; i < to; i++) {
            out[i] = x[i] / pattern[p + i - bound];
        }
    }

    /** out = 1 where x &lt; v, else 0. */
    private static void less(float[] x, float[] pattern, int at, int period, float[] out, int from, int to) {
        int bound = Lanes.bound(from, to);
        int p = at;
        for (int i = from; i < bound; i += Lanes.COUNT) {
            FloatVector v = FloatVector.fromArray(Lanes.FLOATS, pattern, p);
            FloatVector.zero(Lanes.FLOATS)
                    .blend(1, FloatVector.fromArray(Lanes.FLOATS, x, i).compare(LT, v))
                    .intoArray(out, i);
            p += Lanes.COUNT;
            if (p == at + period) {
                p = at;
            }
        }
        for (int i = bound; i < to; i++) {
            out[i] = x[i] < pattern[p + i - bound] ? 1 : 0;
        }
    }

    /** out = 1 where x = v, else 0. */
    private static void equal(float[] x, float[] pattern, int at, int period, float[] out, int from, int to) {
        int bound = Lanes.bound(from, to);
        int p = at;
        for (int i = from; i < bound; i += Lanes.COUNT) {
            FloatVector v = FloatVector.fromArray(Lanes.FLOATS, pattern, p);
            FloatVector.zero(Lanes.FLOATS)
                    .blend(1, FloatVector.fromArray(Lanes.FLOATS, x, i).compare(EQ, v))
                    .intoArray(out, i);
            p += Lanes.COUNT;
            if (p == at + period) {
                p = at;
            }
        }
        for (int i = bound; i < to; i++) {
            out[i] = x[i] == pattern[p + i - bound] ? 1 : 0;
        }
    }
}
