package dev.azulejo.priors.sampling.walk;

import dev.azulejo.engine.Engine;
import dev.azulejo.engine.IntTensor;
import dev.azulejo.engine.Shape;
import dev.azulejo.engine.Tensor;
import dev.azulejo.priors.CausalKernel;
import dev.azulejo.priors.CodeGrid;
import dev.azulejo.priors.CodePrior;
import dev.azulejo.priors.Conditioning;
import dev.azulejo.priors.Dropout;
import java.util.ArrayList;
import java.util.List;

/**
 * Computes of the network only what a new code makes new (Fast PixelCNN++, arXiv 1704.06001): the conditioning stack once,
 * the vertical stack once per row, the horizontal stack, attention and the output once per position, for all images at once.
 */
public final class CachedWalk implements CodeWalk {
    private static final Dropout NO_DROPOUT = Dropout.off();

    private final CodePrior prior;
    private final Engine engine;
    private final CodeGrid grid;
    private final int count;
    private final int hidden;
    private final Tensor features;
    /** The horizontal stack at the position that is being drawn, {@code [N,C]}. */
    private final Tensor horizontal;

    private final RowCache verticalInput;
    private final HorizontalConvolution horizontalInput;
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

    /**
     * A walk at the first position, its caches empty.
     *
     * @param prior whose network gives the logits
     * @param count images at once
     * @param labels the class of each, or null
     * @param condition the decoded levels above, or null
     */
    public CachedWalk(CodePrior prior, int count, IntTensor labels, Tensor condition) {
        this.prior = prior;
        this.engine = prior.engine();
        this.grid = prior.grid();
        this.count = count;
        this.hidden = prior.config().hidden();
        this.features = condition == null ? null : prior.conditionFeatures(condition, NO_DROPOUT);
        Conditioning given = new Conditioning(labels, features, NO_DROPOUT);
        int kernel = prior.config().kernel();
        horizontal = engine.allocate(Shape.of(count, hidden));
        verticalInput = new RowCache(
                engine, prior.network().verticalInput(), CausalKernel.vertical(kernel), count, grid.width());
        horizontalInput = new HorizontalConvolution(
                engine, prior.network().horizontalInput(), kernel, count, grid.width(), horizontal);
        prior.network()
                .layers()
                .forEach(layer -> layers.add(new CachedLayer(engine, prior, layer, count, given, horizontal)));
        prior.network().attentions().forEach(a -> attentions.add(new CachedAttention(engine, a, count, horizontal)));
        output = new CachedOutput(engine, prior, horizontal);
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
        engine.backend().memory().read(horizontal(x).buffer(), 0, logits, 0, logits.length);
        return logits;
    }

    /** The vertical stack of a row: it sees the rows above, which are drawn. */
    private void row(int y) {
        verticalInput.nextRow();
        verticalInput.putRow(embeddedRow); // Of the row above; zero at first.
        Tensor vertical = withPositions(verticalInput.row(), prior.network().verticalPositions(), y);
        Tensor given = features == null ? null : ColumnCopy.get(features, y * grid.width() * hidden, vertical.shape());
        for (CachedLayer layer : layers) {
            vertical = layer.row(vertical, given);
        }
        horizontalInput.nextRow();
        horizontalInput.know(
                withPositions(horizontalInput.above(), prior.network().horizontalPositions(), y));
    }

    private Tensor withPositions(Tensor row, Tensor table, int y) {
        int size = grid.width() * hidden;
        Tensor flat = table.reshape(Shape.of(1, table.shape().size()));
        Tensor positions = flat.slice(y * size, (y + 1) * size).reshape(Shape.of(size));
        return row.reshape(Shape.of(count, size)).plus(positions).reshape(row.shape());
    }

    /** The horizontal stack at a position, to the logits. */
    private Tensor horizontal(int x) {
        horizontalInput.position(x, x == 0 ? nothing : embedded);
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
        ColumnCopy.put(embedded, embeddedRow, position % grid.width() * hidden);
        position++;
    }
}
