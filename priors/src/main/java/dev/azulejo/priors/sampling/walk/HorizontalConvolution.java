package dev.azulejo.priors.sampling.walk;

import dev.azulejo.engine.Engine;
import dev.azulejo.engine.Shape;
import dev.azulejo.engine.Tensor;
import dev.azulejo.nn.Conv2d;
import dev.azulejo.priors.CausalKernel;

/**
 * A convolution of the horizontal stack in sampling: what it sees in the rows above is convolved once per row, all columns in one
 * product, and only the last row of its kernel at a position.
 */
final class HorizontalConvolution {
    private final RowCache cache;
    private final Tensor above;
    /** The sum that is known of the row before its codes are, {@code [N,1,W,out]}. */
    private final Tensor known;
    /** The same at one position, {@code [N,out]}. */
    private final Tensor knownHere;

    private final Tensor window;
    private final PositionProduct product;

    /** A convolution of an input that is put position by position, to out, {@code [N, out]}. */
    HorizontalConvolution(Engine engine, Conv2d convolution, int kernel, int count, int width, Tensor out) {
        int channels = convolution.weight().shape().channels();
        cache = new RowCache(engine, convolution, CausalKernel.horizontal(kernel), count, width);
        above = cache.weightsAbove();
        known = engine.zeros(Shape.of(count, 1, width, channels));
        knownHere = engine.zeros(Shape.of(count, channels));
        window = cache.newWindow();
        product = PositionProduct.linear(window, cache.weightsOfRow(), null, knownHere, out);
    }

    /** Begins a row: {@link #above} is to be completed and given to {@link #know}. */
    void nextRow() {
        cache.nextRow();
    }

    /** The sum over the rows above, {@code [N,1,W,out]}. */
    Tensor above() {
        return cache.above(above);
    }

    /** Sets all that is added to the row's convolution, {@code [N,1,W,out]}. */
    void know(Tensor sum) {
        ColumnCopy.put(sum, known, 0);
    }

    /** The convolution at x, where the input is {@code [N, C]}. */
    void position(int x, Tensor input) {
        cache.put(x, input);
        cache.window(x, window);
        int channels = known.shape().channels();
        ColumnCopy.copy(known, x * channels, knownHere, 0, known.shape().get(0), channels);
        product.run();
    }
}
