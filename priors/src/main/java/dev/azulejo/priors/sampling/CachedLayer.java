package dev.azulejo.priors.sampling;

import dev.azulejo.engine.Engine;
import dev.azulejo.engine.Functions;
import dev.azulejo.engine.Shape;
import dev.azulejo.engine.Tensor;
import dev.azulejo.priors.CausalKernel;
import dev.azulejo.priors.CausalLayer;
import dev.azulejo.priors.CodePrior;
import dev.azulejo.priors.Dropout;
import dev.azulejo.priors.GatedBlock;
import dev.azulejo.priors.Given;

/**
 * A {@link CausalLayer} in sampling: the down stream and all that does not depend on the row's own codes once a row, the
 * right stream once a position.
 */
final class CachedLayer {
    private static final Dropout NO_DROPOUT = Dropout.off();

    private final CausalLayer layer;
    private final int count;
    private final Tensor v;
    private final RowCache down;
    private final Tensor downClass;
    private final RightConvolution right;
    /** The class's part of the right stream's gate, {@code [N,2C]}; null without classes. */
    private final Tensor classes;
    /** What is added to the gate's arguments at a position, {@code [N,2C]}; null without classes and condition. */
    private final Tensor gateBias;
    /** The gate's bias of the whole row, {@code [N,1,W,2C]}; null if no level above conditions it. */
    private final Tensor gateBiases;

    private final Tensor seen;
    private final Tensor hidden;
    private final PositionGate gate;

    /** A layer over the right stream v, {@code [N,C]}, in place. */
    CachedLayer(Engine engine, CodePrior prior, CausalLayer layer, int count, Given given, Tensor v) {
        int width = prior.grid().width();
        int kernel = prior.config().kernel();
        int channels = prior.config().hidden();
        this.layer = layer;
        this.count = count;
        this.v = v;
        this.down = new RowCache(engine, layer.down().first(), CausalKernel.down(kernel), count, width);
        this.downClass = layer.down().classBias(given);
        this.seen = engine.allocate(v.shape());
        this.hidden = engine.allocate(Shape.of(count, prior.config().residual()));
        this.right = new RightConvolution(engine, layer.right().first(), kernel, count, width, hidden);
        this.classes = layer.right().classBias(given);
        boolean conditioned = given.condition() != null;
        this.gateBias = conditioned ? engine.zeros(Shape.of(count, 2 * channels)) : classes;
        this.gateBiases = conditioned ? engine.zeros(Shape.of(count, 1, width, 2 * channels)) : null;
        GatedBlock block = layer.right();
        this.gate =
                new PositionGate(hidden, block.second().weight(), block.second().bias(), gateBias, v);
    }

    /** The down stream's next row, from and to {@code [N,1,W,C]}; features are the condition's of that row, or null. */
    Tensor row(Tensor x, Tensor features) {
        down.nextRow();
        down.putRow(x.elu());
        Tensor bias = features == null ? null : layer.down().conditionBias(features);
        Tensor y = layer.down().finish(x, down.row(), bias, downClass, NO_DROPOUT);
        right.nextRow();
        right.know(layer.across().forwardPlus(y.elu(), right.above()));
        if (features != null) {
            Tensor biases = layer.right().conditionBias(features);
            Columns.put(classes == null ? biases : Functions.addRows(biases, classes), gateBiases, 0);
        }
        return y;
    }

    /** The right stream's next position. */
    void position(int x) {
        PositionGate.elu(v, seen);
        right.position(x, seen);
        PositionGate.elu(hidden, hidden);
        if (gateBiases != null) {
            int channels = gateBias.shape().channels();
            Columns.copy(gateBiases, x * channels, gateBias, 0, count, channels);
        }
        gate.run();
    }
}
