package dev.azulejo.priors.sampling;

import dev.azulejo.engine.Engine;
import dev.azulejo.engine.Functions;
import dev.azulejo.engine.IntTensor;
import dev.azulejo.engine.Shape;
import dev.azulejo.engine.Tensor;
import dev.azulejo.priors.CausalKernel;
import dev.azulejo.priors.CodeGrid;
import dev.azulejo.priors.CodePrior;
import dev.azulejo.priors.Dropout;
import dev.azulejo.priors.Given;
import java.util.ArrayList;
import java.util.List;

/**
 * Computes of the network only what a new code makes new (Fast PixelCNN++, arXiv 1704.06001): the conditioning stack once,
 * the down stream once a row, the right stream, attention and the output once a position, for all images at once.
 */
final class CachedWalk implements CodeWalk {
    private static final Dropout NO_DROPOUT = Dropout.off();

    private final CodePrior prior;
    private final Engine engine;
    private final CodeGrid grid;
    private final int count;
    private final int hidden;
    private final Tensor features;
    /** The right stream at the position that is being drawn, {@code [N,C]}. */
    private final Tensor v;

    private final RowCache downInput;
    private final RightConvolution rightInput;
    private final List<CachedLayer> layers = new ArrayList<>();
    private final List<CachedAttention> attentions = new ArrayList<>();
    private final CachedOutput output;
    /** The embedded codes of the row that is being drawn, {@code [N,1,W,C]}. */
    private final Tensor embeddedRow;
    /** The embedded code of the position before, {@code [N,C]}. */
    private final Tensor embedded;

    private final Tensor nothing;
    private final IntTensor drawn;
    private final float[] logits;

    private int position;

    CachedWalk(CodePrior prior, int count, IntTensor labels, Tensor condition) {
        this.prior = prior;
        this.engine = prior.engine();
        this.grid = prior.grid();
        this.count = count;
        this.hidden = prior.config().hidden();
        this.features = condition == null ? null : prior.network().conditionFeatures(condition, NO_DROPOUT);
        Given given = new Given(labels, features, NO_DROPOUT);
        int kernel = prior.config().kernel();
        v = engine.allocate(Shape.of(count, hidden));
        downInput = new RowCache(engine, prior.network().downInput(), CausalKernel.down(kernel), count, grid.width());
        rightInput = new RightConvolution(engine, prior.network().rightInput(), kernel, count, grid.width(), v);
        prior.network().layers().forEach(layer -> layers.add(new CachedLayer(engine, prior, layer, count, given, v)));
        prior.network().attentions().forEach(a -> attentions.add(new CachedAttention(engine, a, count, v)));
        output = new CachedOutput(engine, prior, v);
        embeddedRow = engine.zeros(Shape.of(count, 1, grid.width(), hidden));
        embedded = engine.zeros(Shape.of(count, hidden));
        nothing = engine.zeros(Shape.of(count, hidden));
        drawn = engine.allocateInts(Shape.of(count));
        logits = new float[count * grid.codes()];
    }

    @Override
    public float[] next() {
        int x = position % grid.width();
        if (x == 0) {
            attentions.forEach(attention -> attention.reserve(position + grid.width()));
            try (var _ = engine.scope()) {
                row(position / grid.width());
            }
        }
        engine.backend().memory().read(right(x).buffer(), 0, logits, 0, logits.length);
        return logits;
    }

    /** The down stream of a row: it sees the rows above, which are drawn. */
    private void row(int y) {
        downInput.nextRow();
        downInput.putRow(embeddedRow); // Of the row above; zero at first.
        Tensor u = withPositions(downInput.row(), prior.network().downPositions(), y);
        Tensor given = features == null ? null : Columns.get(features, y * grid.width() * hidden, u.shape());
        for (CachedLayer layer : layers) {
            u = layer.row(u, given);
        }
        rightInput.nextRow();
        rightInput.know(withPositions(rightInput.above(), prior.network().rightPositions(), y));
    }

    private Tensor withPositions(Tensor row, Tensor table, int y) {
        int size = grid.width() * hidden;
        Tensor flat = table.reshape(Shape.of(1, table.shape().size()));
        Tensor positions = Functions.slice(flat, y * size, (y + 1) * size).reshape(Shape.of(size));
        return Functions.addRows(row.reshape(Shape.of(count, size)), positions).reshape(row.shape());
    }

    /** The right stream at a position, to the logits. */
    private Tensor right(int x) {
        rightInput.position(x, x == 0 ? nothing : embedded);
        int attention = 0;
        for (int i = 0; i < layers.size(); i++) {
            layers.get(i).position(x);
            if (prior.config().attends(i)) {
                attentions.get(attention++).position(position, embedded);
            }
        }
        return output.logits();
    }

    @Override
    public void put(int[] codes) {
        drawn.set(codes);
        engine.backend()
                .layouts()
                .gather(
                        prior.network().embedding().weight().buffer(),
                        drawn.buffer(),
                        embedded.buffer(),
                        count,
                        grid.codes(),
                        hidden);
        Columns.put(embedded, embeddedRow, position % grid.width() * hidden);
        position++;
    }
}
