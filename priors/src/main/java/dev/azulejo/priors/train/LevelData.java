package dev.azulejo.priors.train;

import dev.azulejo.engine.Engine;
import dev.azulejo.engine.IntTensor;
import dev.azulejo.engine.Shape;
import dev.azulejo.engine.Tensor;
import dev.azulejo.nn.UserException;
import dev.azulejo.priors.CodeGrid;
import dev.azulejo.priors.CodePrior;
import dev.azulejo.vqvae2.CodeStore;
import dev.azulejo.vqvae2.CodeStore.LevelCodes;
import dev.azulejo.vqvae2.VqVae2;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The codes of one level with what conditions them, batch by batch. The condition is what the frozen model of stage 1 makes
 * of the codes above: the same call as in sampling.
 */
final class LevelData {
    private final CodePrior prior;
    private final VqVae2 stageOne;
    private final CodeStore store;
    private final int level;
    private final int[] rows;

    /** A batch; labels and condition are null where the prior has none. */
    record Batch(IntTensor codes, IntTensor labels, Tensor condition) {
        Tensor logits(CodePrior prior) {
            return prior.logits(codes, labels, condition);
        }
    }

    LevelData(CodePrior prior, VqVae2 stageOne, CodeStore store, int level) {
        this.prior = prior;
        this.stageOne = stageOne;
        this.store = store;
        this.level = level;
        this.rows = store.byPart();
        LevelCodes codes = store.levels().get(level);
        CodeGrid grid = prior.grid();
        if (codes.codes() != grid.codes() || codes.height() != grid.height() || codes.width() != grid.width()) {
            throw new UserException("prior: codes of level " + codes.name() + " are " + codes.height() + "x"
                    + codes.width() + " of " + codes.codes() + ", expected " + grid.height() + "x" + grid.width()
                    + " of " + grid.codes() + "; train the prior again for these codes");
        }
        if (grid.conditioned() && (stageOne == null || level == store.levels().size() - 1)) {
            throw new IllegalArgumentException(
                    "prior: level " + codes.name() + " is conditioned; expected a model and codes above it");
        }
        int classes = prior.config().classes();
        for (int label : store.labels()) {
            if (classes > 0 && (label < 0 || label >= classes)) {
                throw new UserException("prior: conditioned on " + classes + " classes, but an image has "
                        + (label < 0 ? "no class" : "class " + label)
                        + "; train with classes=0, or on labelled images");
            }
        }
    }

    int count() {
        return store.count();
    }

    int train() {
        return store.train();
    }

    /** A batch of images by their numbers, those to learn from first. */
    Batch batch(Engine engine, int[] numbers) {
        int[] images = IntStream.of(numbers).map(number -> rows[number]).toArray();
        IntTensor codes = gather(engine, store.levels().get(level), images);
        IntTensor labels = null;
        if (prior.config().classes() > 0) {
            int[] values = new int[images.length];
            for (int i = 0; i < images.length; i++) {
                values[i] = store.labels()[images[i]];
            }
            labels = engine.ints(Shape.of(images.length), values);
        }
        return new Batch(codes, labels, prior.grid().conditioned() ? condition(engine, images) : null);
    }

    private Tensor condition(Engine engine, int[] images) {
        List<IntTensor> above = new ArrayList<>();
        for (int i = level + 1; i < store.levels().size(); i++) {
            above.add(gather(engine, store.levels().get(i), images));
        }
        return stageOne.decodeAbove(level, above);
    }

    private static IntTensor gather(Engine engine, LevelCodes codes, int[] images) {
        int positions = codes.positions();
        int[] values = new int[images.length * positions];
        for (int i = 0; i < images.length; i++) {
            System.arraycopy(codes.values(), images[i] * positions, values, i * positions, positions);
        }
        return engine.ints(Shape.of(images.length, codes.height(), codes.width()), values);
    }
}
