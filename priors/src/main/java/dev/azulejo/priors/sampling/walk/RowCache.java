package dev.azulejo.priors.sampling.walk;

import dev.azulejo.engine.Convolution;
import dev.azulejo.engine.Engine;
import dev.azulejo.engine.Shape;
import dev.azulejo.engine.Tensor;
import dev.azulejo.nn.Conv2d;
import dev.azulejo.priors.CausalKernel;

/**
 * The input of a causal convolution, for the row that is being drawn and as many above as its kernel reaches (Fast
 * PixelCNN++, arXiv 1704.06001): written as it becomes known, convolved where it is new.
 */
final class RowCache {
    private final Conv2d convolution;
    private final CausalKernel kernel;
    private final int count;
    private final int width;
    private final int channels;
    private Tensor rows;
    private Tensor spare;

    /** A cache of zeros, which is what lies above the first row. */
    RowCache(Engine engine, Conv2d convolution, CausalKernel kernel, int count, int width) {
        this.convolution = convolution;
        this.kernel = kernel;
        this.count = count;
        this.width = width + kernel.columns() - 1;
        this.channels = convolution.weight().shape().get(2);
        Shape shape = Shape.of(count, kernel.rows(), this.width, channels);
        this.rows = engine.zeros(shape);
        this.spare = engine.zeros(shape);
    }

    /** Begins the next row. Its content is whatever it was; every position is put before it is read. */
    void nextRow() {
        int row = width * channels;
        ColumnCopy.copy(rows, row, spare, 0, count, (kernel.rows() - 1) * row);
        Tensor used = rows;
        rows = spare;
        spare = used;
    }

    /** Puts the whole row, {@code [N,1,W,C]}. */
    void putRow(Tensor values) {
        ColumnCopy.put(values, rows, at(0));
    }

    /** Puts one position of the row, {@code [N,C]}. */
    void put(int x, Tensor values) {
        ColumnCopy.put(values, rows, at(x));
    }

    private int at(int x) {
        return ((kernel.rows() - 1) * width + kernel.left() + x) * channels;
    }

    /** The convolution over the whole row, {@code [N,1,W,out]}. */
    Tensor row() {
        return rows.conv2d(convolution.weight(), convolution.bias(), Convolution.of(1, 0));
    }

    /** The sum that the rows above add to a whole row of a horizontal stack, bias included: {@code [N,1,W,out]}. */
    Tensor above(Tensor weights) {
        Tensor past = ColumnCopy.get(rows, 0, Shape.of(count, kernel.rows() - 1, width, channels));
        return past.conv2d(weights, convolution.bias(), Convolution.of(1, 0));
    }

    /** The weights of the rows above, {@code [rows - 1, columns, C, out]}. */
    Tensor weightsAbove() {
        return weights(0, kernel.rows() - 1);
    }

    /** The weights of the row itself, {@code [1, columns, C, out]}. */
    Tensor weightsOfRow() {
        return weights(kernel.rows() - 1, 1);
    }

    private Tensor weights(int row, int rowCount) {
        Tensor all = convolution.weight();
        int out = all.shape().get(3);
        Tensor some = all.engine().allocate(Shape.of(rowCount, kernel.columns(), channels, out));
        int size = some.shape().size() / rowCount;
        all.engine()
                .backend()
                .memory()
                .copy(all.buffer(), row * size, some.buffer(), 0, some.shape().size());
        return some;
    }

    /** An empty window for {@link #window}, {@code [N, columns C]}. */
    Tensor newWindow() {
        return rows.engine().allocate(Shape.of(count, kernel.columns() * channels));
    }

    /** Copies what the kernel's last row sees at a position of a horizontal stack. */
    void window(int x, Tensor into) {
        int columns = kernel.columns() * channels;
        ColumnCopy.copy(rows, ((kernel.rows() - 1) * width + x) * channels, into, 0, count, columns);
    }
}
