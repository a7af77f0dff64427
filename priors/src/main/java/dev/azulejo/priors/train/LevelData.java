package dev.azulejo.priors.train;

import dev.azulejo.engine.Engine;
import dev.azulejo.engine.IntTensor;
import dev.azulejo.engine.Shape;
import dev.azulejo.engine.Tensor;
import dev.azulejo.nn.message.UserException;
import dev.azulejo.priors.CodeGrid;
import dev.azulejo.priors.CodePrior;
import dev.azulejo.vqvae2.VqVae2;
import dev.azulejo.vqvae2.train.CodeStore;
import dev.azulejo.vqvae2.train.CodeStore.LevelCodes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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
    private final Map<Integer, Batch> batches = new HashMap<>();

    /** What a step reads of some images: lasting, so that a step can be replayed; labels are null where the prior has none. */
    final class Batch {
        private final List<IntTensor> levels = new ArrayList<>();
        private final IntTensor labels;

        private Batch(Engine engine, int size) {
            CodeGrid grid = prior.grid();
            for (LevelCodes codes : levels()) {
                Shape shape = levels.isEmpty() // The prior's own level, which it reads in raster order.
                        ? Shape.of(size, grid.height(), grid.width())
                        : codes.shape(size);
                levels.add(engine.intState(shape, new int[shape.size()]));
            }
            labels = prior.config().classes() > 0 ? engine.intState(Shape.of(size), new int[size]) : null;
        }

        /** Chooses the images by their numbers, those to learn from first. */
        void set(int... numbers) {
            int[] images = IntStream.of(numbers).map(number -> rows[number]).toArray();
            for (int i = 0; i < levels.size(); i++) {
                LevelCodes codes = levels().get(i);
                int positions = codes.positions();
                int[] values = new int[images.length * positions];
                for (int k = 0; k < images.length; k++) {
                    System.arraycopy(codes.values(), images[k] * positions, values, k * positions, positions);
                }
                levels.get(i).set(values);
            }
            if (labels != null) {
                labels.set(
                        IntStream.of(images).map(image -> store.labels()[image]).toArray());
            }
        }

        /** The mean of -ln p(code), without dropout. */
        Map<String, Tensor> loss() {
            return Map.of("loss", prior.logits(codes(), labels, condition()).crossEntropy(codes()));
        }

        IntTensor codes() {
            return levels.getFirst();
        }

        IntTensor labels() {
            return labels;
        }

        /** The decoded levels above, or null where the prior is not conditioned on them. */
        Tensor condition() {
            return prior.grid().conditioned() ? stageOne.decodeAbove(level, levels.subList(1, levels.size())) : null;
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
        int width = codes.width() * codes.depth();
        if (codes.codes() != grid.codes()
                || codes.height() != grid.height()
                || width != grid.width()
                || codes.depth() != grid.depth()) {
            throw new UserException("prior: codes of level " + codes.name() + " are " + codes.height() + "x" + width
                    + " of " + codes.codes() + ", expected " + grid.height() + "x" + grid.width() + " of "
                    + grid.codes() + "; train the prior again for these codes");
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

    /** The level and, where the prior is conditioned, those above it. */
    private List<LevelCodes> levels() {
        List<LevelCodes> all = store.levels();
        return all.subList(level, prior.grid().conditioned() ? all.size() : level + 1);
    }

    /** The batch of so many images, to be {@link Batch#set} before each step: always the same, so that steps know it. */
    Batch batch(Engine engine, int size) {
        return batches.computeIfAbsent(size, _ -> new Batch(engine, size));
    }
}
