package dev.azulejo.engine;

import dev.azulejo.engine.backend.BinaryFunction;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.IntPredicate;

/**
 * Neighbouring axes of a shape taken as one, {@code [before, length, behind]}: what kernels broadcast and sum over. Axes
 * that are not neighbours are several runs, one after the other.
 */
record AxisRun(int before, int length, int behind) {
    /** The runs of the axes of a shape that are chosen, outermost first; axes of size 1 divide nothing. */
    private static List<AxisRun> of(Shape shape, IntPredicate chosen) {
        List<AxisRun> runs = new ArrayList<>();
        int before = 1;
        int length = 1;
        for (int axis = 0; axis < shape.rank(); axis++) {
            int size = shape.get(axis);
            if (size > 1 && chosen.test(axis)) {
                length *= size;
            } else if (size > 1) {
                addTo(runs, shape, before, length);
                before *= length * size;
                length = 1;
            }
        }
        addTo(runs, shape, before, length);
        return runs;
    }

    private static void addTo(List<AxisRun> runs, Shape shape, int before, int length) {
        if (length > 1) {
            runs.add(new AxisRun(before, length, shape.size() / before / length));
        }
    }

    /** f(a, b) with axes of size 1, or that are missing in front, repeated as in PyTorch. */
    static Tensor broadcast(BinaryFunction f, Tensor a, Tensor b) {
        if (a.shape().equals(b.shape())) {
            return a.engine().apply(new Op.Binary(f, a, b));
        }
        Shape shape = common(f, a.shape(), b.shape());
        if (!a.shape().equals(shape)) {
            return switch (f) {
                case ADD, MULTIPLY, EQUAL ->
                    b.shape().equals(shape) ? broadcast(f, b, a) : broadcast(f, expand(a, shape), b);
                case SUBTRACT, DIVIDE, LESS -> broadcast(f, expand(a, shape), b);
            };
        }
        Tensor v = b.reshape(aligned(b.shape(), shape.rank()));
        List<AxisRun> runs = missing(v.shape(), shape);
        while (runs.size() > 1) { // The innermost first: the smallest tensor between.
            v = expand(v, runs.getLast(), shape);
            runs = missing(v.shape(), shape);
        }
        return runs.isEmpty()
                ? a.engine().apply(new Op.Binary(f, a, v))
                : a.engine().apply(new Op.Broadcast(f, a, v, runs.getFirst()));
    }

    private static Tensor expand(Tensor x, Shape shape) {
        return broadcast(BinaryFunction.ADD, x.engine().zeros(shape), x);
    }

    /** v with the sizes of the target along one run. */
    private static Tensor expand(Tensor v, AxisRun run, Shape target) {
        int[] sizes = new int[target.rank()];
        int before = 1;
        for (int axis = 0; axis < sizes.length; axis++) {
            boolean inside = before >= run.before && before < run.before * run.length;
            sizes[axis] = inside ? target.get(axis) : v.shape().get(axis);
            before *= target.get(axis);
        }
        return expand(v, Shape.of(sizes));
    }

    private static List<AxisRun> missing(Shape v, Shape shape) {
        return of(shape, axis -> v.get(axis) == 1);
    }

    private static Shape common(BinaryFunction f, Shape a, Shape b) {
        int rank = Math.max(a.rank(), b.rank());
        Shape left = aligned(a, rank);
        Shape right = aligned(b, rank);
        int[] sizes = new int[rank];
        for (int axis = 0; axis < rank; axis++) {
            sizes[axis] = Math.max(left.get(axis), right.get(axis));
            if (Math.min(left.get(axis), right.get(axis)) != 1 && left.get(axis) != right.get(axis)) {
                throw new IllegalArgumentException(f.name().toLowerCase(Locale.ROOT) + ": " + a + " and " + b
                        + "; expected the same sizes, or 1, from the last axis on");
            }
        }
        return Shape.of(sizes);
    }

    /** A shape with axes of size 1 put in front of it. */
    private static Shape aligned(Shape shape, int rank) {
        int[] sizes = new int[rank];
        for (int axis = 0; axis < rank; axis++) {
            int own = axis - rank + shape.rank();
            sizes[axis] = own < 0 ? 1 : shape.get(own);
        }
        return Shape.of(sizes);
    }

    /** The sum over some axes, which stay with size 1: the outermost run first, which leaves the least to do. */
    static Tensor sum(Tensor x, int... axes) {
        boolean[] summed = new boolean[x.shape().rank()];
        for (int axis : axes) {
            if (axis < -summed.length || axis >= summed.length) {
                throw new IllegalArgumentException("sum: axis " + axis + " of " + x.shape());
            }
            summed[Math.floorMod(axis, summed.length)] = true;
        }
        Tensor sum = x;
        for (List<AxisRun> runs = of(sum.shape(), axis -> summed[axis]); !runs.isEmpty(); ) {
            AxisRun run = runs.getFirst();
            int[] sizes = new int[summed.length];
            int before = 1;
            for (int axis = 0; axis < sizes.length; axis++) {
                int size = sum.shape().get(axis);
                sizes[axis] = before >= run.before && before < run.before * run.length ? 1 : size;
                before *= size;
            }
            sum = sum.engine().apply(new Op.SumRows(sum, run, Shape.of(sizes)));
            runs = of(sum.shape(), axis -> summed[axis]);
        }
        return sum;
    }
}
