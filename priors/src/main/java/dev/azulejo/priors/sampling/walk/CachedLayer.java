package dev.azulejo.priors.sampling.walk;

import dev.azulejo.engine.Engine;
import dev.azulejo.engine.Shape;
import dev.azulejo.engine.Tensor;
import dev.azulejo.priors.CausalKernel;
import dev.azulejo.priors.CausalLayer;
import dev.azulejo.priors.CodePrior;
import dev.azulejo.priors.Conditioning;
import dev.azulejo.priors.Dropout;
import dev.azulejo.priors.GatedBlock;

/**
 * A {@link CausalLayer} in sampling: the vertical stack and all that does not depend on the row's own codes once per row, the
 * horizontal stack once per position.
 */
final class CachedLayer {
    private static final Dropout NO_DROPOUT = Dropout.off();

    private final CausalLayer layer;
    private final int count;
    private final Tensor horizontal;
    private final RowCache verticalRows;
    private final Tensor verticalClass;
    private final HorizontalConvolution convolution;
    /** The class's part of the horizontal stack's gate, {@code [N,2C]}; null without classes. */
    private final Tensor classes;
    /** The sum added to the gate's arguments at a position, {@code [N,2C]}; null without classes and condition. */
    private final Tensor gateBias;
    /** The gate's bias of the whole row, {@code [N,1,W,2C]}; null if no level above conditions it. */
    private final Tensor gateBiases;

    private final Tensor seen;
    private final Tensor hidden;
    private final PositionGate gate;

    /** A layer over the horizontal stack, {@code [N,C]}, in place. */
    CachedLayer(Engine engine, CodePrior prior, CausalLayer layer, int count, Conditioning given, Tensor horizontal) {
        int width = prior.grid().width();
        int kernel = prior.config().kernel();
        int channels = prior.config().hidden();
        this.layer = layer;
        this.count = count;
        this.horizontal = horizontal;
        this.verticalRows = new RowCache(engine, layer.vertical().first(), CausalKernel.vertical(kernel), count, width);
        this.verticalClass = layer.vertical().classBias(given);
        this.seen = engine.allocate(horizontal.shape());
        this.hidden = engine.allocate(Shape.of(count, prior.config().residual()));
        this.convolution = new HorizontalConvolution(engine, layer.horizontal().first(), kernel, count, width, hidden);
        this.classes = layer.horizontal().classBias(given);
        boolean conditioned = given.condition() != null;
        this.gateBias = conditioned ? engine.zeros(Shape.of(count, 2 * channels)) : classes;
        this.gateBiases = conditioned ? engine.zeros(Shape.of(count, 1, width, 2 * channels)) : null;
        GatedBlock block = layer.horizontal();
        this.gate =
                new PositionGate(hidden, block.second().weight(), block.second().bias(), gateBias, horizontal);
    }

    /** The vertical stack's next row, from and to {@code [N,1,W,C]}; features are the condition's of that row, or null. */
    Tensor row(Tensor x, Tensor features) {
        verticalRows.nextRow();
        verticalRows.putRow(x.elu());
        Tensor bias = features == null ? null : layer.vertical().conditionBias(features);
        Tensor y = layer.vertical().finish(x, verticalRows.row(), bias, verticalClass, NO_DROPOUT);
        convolution.nextRow();
        convolution.know(layer.link().forwardPlus(y.elu(), convolution.above()));
        if (features != null) {
            Tensor biases = layer.horizontal().conditionBias(features);
            ColumnCopy.put(classes == null ? biases : biases.plus(GatedBlock.perImage(classes)), gateBiases, 0);
        }
        return y;
    }

    /** The horizontal stack's next position. */
    void position(int x) {
        PositionGate.elu(horizontal, seen);
        convolution.position(x, seen);
        PositionGate.elu(hidden, hidden);
        if (gateBiases != null) {
            int channels = gateBias.shape().channels();
            ColumnCopy.copy(gateBiases, x * channels, gateBias, 0, count, channels);
        }
        gate.run();
    }
}
