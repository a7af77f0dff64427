package dev.azulejo.priors;

import dev.azulejo.engine.Convolution;
import dev.azulejo.engine.Engine;
import dev.azulejo.engine.Products;
import dev.azulejo.engine.Shape;
import dev.azulejo.engine.Tensor;
import dev.azulejo.nn.Conv2d;

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
        if (kernel.rows() > 1) {
            Columns.copy(rows, row, spare, 0, count, (kernel.rows() - 1) * row);
        }
        Tensor used = rows;
        rows = spare;
        spare = used;
    }

    /** Puts the whole row, {@code [N,1,W,C]}. */
    void putRow(Tensor values) {
        Columns.put(values, rows, at(0));
    }

    /** Puts one position of the row, {@code [N,1,1,C]}. */
    void put(int x, Tensor values) {
        Columns.put(values, rows, at(x));
    }

    private int at(int x) {
        return ((kernel.rows() - 1) * width + kernel.left() + x) * channels;
    }

    /** The convolution over the whole row, {@code [N,1,W,out]}. */
    Tensor row() {
        return Products.conv2d(rows, convolution.weight(), convolution.bias(), Convolution.of(1, 0));
    }

    /** The convolution at one position, {@code [N,1,1,out]}. */
    Tensor position(int x) {
        int line = kernel.columns() * channels;
        int size = kernel.rows() * line;
        Tensor window = rows.engine().allocate(Shape.of(count, size));
        for (int y = 0; y < kernel.rows(); y++) {
            Columns.copy(rows, (y * width + x) * channels, window, y * line, count, line);
        }
        int out = convolution.bias().shape().size();
        Tensor weight = convolution.weight().reshape(Shape.of(size, out));
        return Products.linear(window, weight, convolution.bias()).reshape(Shape.of(count, 1, 1, out));
    }
}
