package dev.azulejo.priors.sampling.walk;

import dev.azulejo.engine.Engine;
import dev.azulejo.engine.Shape;
import dev.azulejo.engine.Tensor;
import dev.azulejo.priors.CodePrior;
import dev.azulejo.priors.GatedBlock;
import java.util.ArrayList;
import java.util.List;

/** The deep 1x1 stack and the logits, at one position of the horizontal stack, which it overwrites. */
final class CachedOutput {
    private final Tensor horizontal;
    private final Tensor seen;
    private final Tensor hidden;
    private final List<PositionProduct> first = new ArrayList<>();
    private final List<PositionGate> gates = new ArrayList<>();
    private final PositionProduct output;
    private final Tensor logits;

    CachedOutput(Engine engine, CodePrior prior, Tensor horizontal) {
        int count = horizontal.shape().get(0);
        this.horizontal = horizontal;
        seen = engine.allocate(horizontal.shape());
        hidden = engine.allocate(Shape.of(count, prior.config().residual()));
        logits = engine.allocate(Shape.of(count, prior.grid().codes()));
        for (GatedBlock block : prior.network().outputBlocks()) {
            var convolution = block.first();
            first.add(PositionProduct.linear(seen, convolution.weight(), convolution.bias(), null, hidden));
            gates.add(new PositionGate(
                    hidden, block.second().weight(), block.second().bias(), null, horizontal));
        }
        output = PositionProduct.linear(
                seen,
                prior.network().output().weight(),
                prior.network().output().bias(),
                null,
                logits);
    }

    /** {@code [N, K]}. */
    Tensor logits() {
        for (int i = 0; i < gates.size(); i++) {
            PositionGate.elu(horizontal, seen);
            first.get(i).run();
            PositionGate.elu(hidden, hidden);
            gates.get(i).run();
        }
        PositionGate.elu(horizontal, seen);
        output.run();
        return logits;
    }
}
