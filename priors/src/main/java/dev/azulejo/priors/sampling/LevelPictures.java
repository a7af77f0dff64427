package dev.azulejo.priors.sampling;

import dev.azulejo.engine.Engine;
import dev.azulejo.engine.IntTensor;
import dev.azulejo.engine.Shape;
import dev.azulejo.engine.Tensor;
import dev.azulejo.priors.CodePrior;
import dev.azulejo.vqvae2.Levels;
import dev.azulejo.vqvae2.VqVae2;
import dev.azulejo.vqvae2.train.CodeStore;
import dev.azulejo.vqvae2.train.CodeStore.LevelCodes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What the prior of one level draws by itself: given the codes of the levels above of held-out images, and these images'
 * classes. The levels below say nothing.
 */
public final class LevelPictures {
    private static final int IMAGES = 8;

    private final CodePrior prior;
    private final VqVae2 model;
    private final CodeStore store;
    private final int level;
    private final int[] rows;

    /**
     * Pictures of the first held-out images, or of the first ones if none is held out.
     *
     * @param prior of the level
     * @param model that decodes
     * @param store codes of the model
     * @param level the level, 0 for the bottom
     */
    public LevelPictures(CodePrior prior, VqVae2 model, CodeStore store, int level) {
        this.prior = prior;
        this.model = model;
        this.store = store;
        this.level = level;
        int first = store.count() == store.train() ? 0 : store.train();
        this.rows = Arrays.copyOfRange(store.byPart(), first, Math.min(first + IMAGES, store.count()));
    }

    /** {@return the images by their own codes of this level and those above, {@code [N,H,W,C]}, of the innermost scope} */
    public Tensor heldOut() {
        return decoded(codes());
    }

    /**
     * {@return the images by codes of this level that are drawn, {@code [N,H,W,C]}, of the innermost scope}
     *
     * @param options how to draw
     */
    public Tensor drawn(SamplingOptions options) {
        List<IntTensor> codes = codes();
        List<IntTensor> above = codes.subList(level + 1, codes.size());
        Tensor condition = prior.grid().conditioned() ? model.decodeAbove(level, List.copyOf(above)) : null;
        int[] labels = prior.config().classes() == 0
                ? null
                : Arrays.stream(rows).map(row -> store.labels()[row]).toArray();
        IntTensor drawn = Sampler.of(prior, level, options).sample(0, rows.length, labels, condition);
        codes.set(level, drawn.reshape(store.levels().get(level).shape(rows.length)));
        return decoded(codes);
    }

    private Tensor decoded(List<IntTensor> codes) {
        return model.decode(codes, new Levels(level, codes.size() - 1));
    }

    private List<IntTensor> codes() {
        Engine engine = prior.engine();
        List<IntTensor> codes = new ArrayList<>();
        for (LevelCodes each : store.levels()) {
            int n = each.positions();
            int[] values = new int[rows.length * n];
            for (int i = 0; i < rows.length; i++) {
                System.arraycopy(each.values(), rows[i] * n, values, i * n, n);
            }
            Shape shape = each.shape(rows.length);
            codes.add(engine.ints(shape, values));
        }
        return codes;
    }
}
