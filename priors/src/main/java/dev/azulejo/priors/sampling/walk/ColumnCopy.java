package dev.azulejo.priors.sampling.walk;

import dev.azulejo.engine.Shape;
import dev.azulejo.engine.Tensor;

/** Moves blocks of columns between tensors taken as {@code [N, everything else]}: how caches are written and read. */
final class ColumnCopy {
    private ColumnCopy() {}

    /** Copies all columns of a tensor into another one, from a column on. */
    static void put(Tensor from, Tensor into, int column) {
        int rows = into.shape().get(0);
        int width = from.shape().size() / rows;
        copy(from, 0, into, column, rows, width);
    }

    /** Some columns as a new tensor. */
    static Tensor get(Tensor from, int column, Shape shape) {
        Tensor out = from.engine().allocate(shape);
        int rows = from.shape().get(0);
        copy(from, column, out, 0, rows, shape.size() / rows);
        return out;
    }

    static void copy(Tensor from, int fromColumn, Tensor into, int column, int rows, int count) {
        from.engine()
                .backend()
                .layouts()
                .copyColumns(
                        from.buffer(),
                        from.shape().size() / rows,
                        fromColumn,
                        into.buffer(),
                        into.shape().size() / rows,
                        column,
                        rows,
                        count);
    }
}
