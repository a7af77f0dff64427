package dev.azulejo.priors;

import dev.azulejo.engine.Engine;
import dev.azulejo.engine.Functions;
import dev.azulejo.engine.IntTensor;
import dev.azulejo.engine.Shape;
import dev.azulejo.engine.Tensor;
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
    private final RowCache downInput;
    private final RowCache rightInput;
    private final List<CachedLayer> layers = new ArrayList<>();
    private final List<CachedAttention> attentions = new ArrayList<>();
    /** The embedded codes of the row that is being drawn, {@code [N,1,W,C]}. */
    private final Tensor embeddedRow;
    /** The embedded code of the position before, {@code [N,1,1,C]}. */
    private final Tensor embedded;

    private int position;

    CachedWalk(CodePrior prior, int count, IntTensor labels, Tensor condition) {
        this.prior = prior;
        this.engine = prior.engine();
        this.grid = prior.grid();
        this.count = count;
        this.hidden = prior.config().hidden();
        this.features = condition == null ? null : prior.conditionFeatures(condition, NO_DROPOUT);
        Given given = new Given(labels, features, NO_DROPOUT);
        int kernel = prior.config().kernel();
        downInput = new RowCache(engine, prior.downInput, CausalKernel.down(kernel), count, grid.width());
        rightInput = new RowCache(engine, prior.rightInput, CausalKernel.right(kernel), count, grid.width());
        prior.layers.forEach(layer -> layers.add(new CachedLayer(engine, prior, layer, count, given)));
        prior.attentions.forEach(a -> attentions.add(new CachedAttention(engine, prior, a, count)));
        embeddedRow = engine.zeros(Shape.of(count, 1, grid.width(), hidden));
        embedded = engine.zeros(Shape.of(count, 1, 1, hidden));
    }

    @Override
    public float[] next() {
        try (var _ = engine.scope()) {
            int x = position % grid.width();
            if (x == 0) {
                row(position / grid.width());
            }
            return right(x).toArray();
        }
    }

    /** The down stream of a row: it sees the rows above, which are drawn. */
    private void row(int y) {
        downInput.nextRow();
        downInput.putRow(embeddedRow); // Of the row above; zero at first.
        Tensor positions = tableRow(prior.downPositions, y * grid.width(), grid.width());
        Tensor flat = downInput.row().reshape(Shape.of(count, grid.width() * hidden));
        Tensor u = Functions.addRows(flat, positions).reshape(Shape.of(count, 1, grid.width(), hidden));
        int row = grid.width() * hidden;
        Tensor given = features == null ? null : Columns.get(features, y * row, u.shape());
        for (CachedLayer layer : layers) {
            u = layer.row(u, given);
        }
        rightInput.nextRow();
    }

    /** The right stream at a position, to the logits. */
    private Tensor right(int x) {
        rightInput.put(x, x == 0 ? engine.zeros(embedded.shape()) : embedded);
        Tensor v = Functions.addRows(rightInput.position(x), tableRow(prior.rightPositions, position, 1));
        int attention = 0;
        for (int i = 0; i < layers.size(); i++) {
            v = layers.get(i).position(v, x);
            if (prior.config().attends(i)) {
                v = attentions.get(attention++).position(v, position, embedded);
            }
        }
        return prior.outputLogits(v, NO_DROPOUT);
    }

    @Override
    public void put(int[] codes) {
        try (var _ = engine.scope()) {
            Tensor values = prior.embedding.forward(engine.ints(Shape.of(count), codes));
            Columns.put(values, embedded, 0);
            Columns.put(values, embeddedRow, position % grid.width() * hidden);
        }
        position++;
    }

    /** Rows of a table one after another, {@code [rows channels]}. */
    static Tensor tableRow(Tensor table, int row, int rows) {
        int channels = table.shape().channels();
        Tensor flat = table.reshape(Shape.of(1, table.shape().size()));
        return Functions.slice(flat, row * channels, (row + rows) * channels).reshape(Shape.of(rows * channels));
    }
}
