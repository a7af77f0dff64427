package dev.azulejo.priors;

import dev.azulejo.engine.Engine;
import dev.azulejo.engine.Shape;
import dev.azulejo.engine.Tensor;

/**
 * A {@link CausalLayer} in sampling: the down stream and all that does not depend on the row's own codes once a row, the
 * right stream once a position.
 */
final class CachedLayer {
    private static final Dropout NO_DROPOUT = Dropout.off();

    private final CausalLayer layer;
    private final int count;
    private final RowCache down;
    private final RowCache right;
    private final Tensor downClass;
    private final Tensor rightClass;
    /** What the down stream gives the right one: {@code [N,1,W,R]}, of the row. */
    private final Tensor across;
    /** What the levels above give the right stream's gate: {@code [N,1,W,2C]}, of the row; null without. */
    private final Tensor condition;

    CachedLayer(Engine engine, CodePrior prior, CausalLayer layer, int count, Given given) {
        int width = prior.grid().width();
        int kernel = prior.config().kernel();
        this.layer = layer;
        this.count = count;
        this.down = new RowCache(engine, layer.down().first(), CausalKernel.down(kernel), count, width);
        this.right = new RowCache(engine, layer.right().first(), CausalKernel.right(kernel), count, width);
        this.downClass = layer.down().classBias(given);
        this.rightClass = layer.right().classBias(given);
        this.across = engine.zeros(Shape.of(count, 1, width, prior.config().residual()));
        this.condition = given.condition() == null
                ? null
                : engine.zeros(Shape.of(count, 1, width, 2 * prior.config().hidden()));
    }

    /** The down stream's next row, from and to {@code [N,1,W,C]}; features are the condition's of that row, or null. */
    Tensor row(Tensor x, Tensor features) {
        down.nextRow();
        down.putRow(x.elu());
        Tensor bias = features == null ? null : layer.down().conditionBias(features);
        Tensor y = layer.down().finish(x, down.row(), bias, downClass, NO_DROPOUT);
        right.nextRow();
        Columns.put(layer.across().forward(y.elu()), across, 0);
        if (features != null) {
            Columns.put(layer.right().conditionBias(features), condition, 0);
        }
        return y;
    }

    /** The right stream's next position, from and to {@code [N,1,1,C]}. */
    Tensor position(Tensor v, int x) {
        right.put(x, v.elu());
        Tensor hidden = right.position(x).plus(slice(across, x));
        return layer.right().finish(v, hidden, condition == null ? null : slice(condition, x), rightClass, NO_DROPOUT);
    }

    private Tensor slice(Tensor row, int x) {
        int channels = row.shape().channels();
        return Columns.get(row, x * channels, Shape.of(count, 1, 1, channels));
    }
}
