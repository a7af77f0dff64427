package dev.azulejo.cli.tensorboard;

import dev.azulejo.cli.picture.Picture;
import dev.azulejo.cli.picture.PictureGrid;
import dev.azulejo.cli.run.TrainedModel;
import dev.azulejo.engine.Engine;
import dev.azulejo.engine.IntTensor;
import dev.azulejo.engine.Shape;
import dev.azulejo.engine.Tensor;
import dev.azulejo.priors.CodePrior;
import dev.azulejo.priors.sampling.Sampler;
import dev.azulejo.priors.sampling.SamplingOptions;
import dev.azulejo.priors.train.LevelRun;
import dev.azulejo.priors.train.PriorRun;
import dev.azulejo.vqvae2.Levels;
import dev.azulejo.vqvae2.VqVae2;
import dev.azulejo.vqvae2.train.CodeStore;
import dev.azulejo.vqvae2.train.CodeStore.LevelCodes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/** What the prior of one level draws, given held-out codes of the levels above it; the levels below say nothing. */
public final class PriorPictures {
    private static final int IMAGES = 8;

    private PriorPictures() {}

    /** Pictures of the newest checkpoint: what was drawn, below the images whose upper codes were given. */
    public static PictureGrid of(Engine engine, LevelRun run) {
        CodeStore store = run.store();
        int[] rows =
                Arrays.copyOfRange(store.byPart(), store.count() == store.train() ? 0 : store.train(), store.count());
        int[] shown = Arrays.copyOf(rows, Math.min(IMAGES, rows.length));
        int level = run.model().model().levelNames().indexOf(run.prior().level());
        Levels heard = new Levels(level, run.model().model().levels() - 1);
        try (var _ = engine.scope()) {
            VqVae2 model = TrainedModel.load(engine, run.model());
            CodePrior prior = PriorRun.load(engine, run.directory());
            List<IntTensor> codes = new ArrayList<>();
            for (LevelCodes each : store.levels()) {
                codes.add(engine.ints(each.shape(shown.length), values(each, shown)));
            }
            List<Picture> given = Picture.of(model.decode(codes, heard));
            List<IntTensor> above = List.copyOf(codes.subList(level + 1, codes.size()));
            Tensor condition = above.isEmpty() ? null : model.decodeAbove(level, above);
            int[] labels = prior.config().classes() == 0
                    ? null
                    : Arrays.stream(shown).map(row -> store.labels()[row]).toArray();
            IntTensor drawn =
                    Sampler.of(prior, level, SamplingOptions.of(0)).sample(0, shown.length, labels, condition);
            Shape shape = store.levels().get(level).shape(shown.length);
            Collections.fill(codes.subList(level, level + 1), drawn.reshape(shape));
            List<Picture> made = Picture.of(model.decode(codes, heard));
            return PictureGrid.compared(List.of("held out", "drawn"), List.of(given, made));
        }
    }

    private static int[] values(LevelCodes level, int[] rows) {
        int n = level.positions();
        int[] values = new int[rows.length * n];
        for (int i = 0; i < rows.length; i++) {
            System.arraycopy(level.values(), rows[i] * n, values, i * n, n);
        }
        return values;
    }
}
