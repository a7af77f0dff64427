package dev.azulejo.priors.sampling.walk;

import dev.azulejo.engine.Engine;
import dev.azulejo.engine.IntTensor;
import dev.azulejo.engine.Shape;
import dev.azulejo.engine.Tensor;
import dev.azulejo.priors.CodeGrid;
import dev.azulejo.priors.CodePrior;

/** The specification: the whole network again for each code, as training runs it. */
public final class PlainWalk implements CodeWalk {
    private final CodePrior prior;
    private final IntTensor labels;
    private final Tensor condition;
    private final int count;
    private final int[] codes;
    private int position;

    /**
     * A walk that runs the whole network for each position.
     *
     * @param prior whose network gives the logits
     * @param count images at once
     * @param labels the class of each, or null
     * @param condition the decoded levels above, or null
     */
    public PlainWalk(CodePrior prior, int count, IntTensor labels, Tensor condition) {
        this.prior = prior;
        this.labels = labels;
        this.condition = condition;
        this.count = count;
        this.codes = new int[count * prior.grid().positions()];
    }

    @Override
    public float[] next() {
        Engine engine = prior.engine();
        CodeGrid grid = prior.grid();
        float[] logits = new float[count * grid.codes()];
        try (var _ = engine.scope()) {
            IntTensor known = engine.ints(Shape.of(count, grid.height(), grid.width()), codes);
            Tensor all = prior.logits(known, labels, condition);
            for (int n = 0; n < count; n++) {
                int row = n * grid.positions() + position;
                engine.backend()
                        .memory()
                        .read(all.buffer(), row * grid.codes(), logits, n * grid.codes(), grid.codes());
            }
        }
        return logits;
    }

    @Override
    public void put(int[] drawn) {
        for (int n = 0; n < count; n++) {
            codes[n * prior.grid().positions() + position] = drawn[n];
        }
        position++;
    }
}
