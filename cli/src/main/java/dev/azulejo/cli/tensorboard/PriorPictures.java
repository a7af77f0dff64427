package dev.azulejo.cli.tensorboard;

import dev.azulejo.cli.picture.Picture;
import dev.azulejo.cli.picture.PictureGrid;
import dev.azulejo.engine.Engine;
import dev.azulejo.priors.sampling.LevelPictures;
import dev.azulejo.priors.sampling.SamplingOptions;
import dev.azulejo.priors.train.LevelRun;
import dev.azulejo.priors.train.PriorRun;
import java.util.List;

/** What the prior of one level draws, as its newest checkpoint has it. */
public final class PriorPictures {
    private PriorPictures() {}

    /** Pictures of the newest checkpoint: what was drawn, below the images whose upper codes were given. */
    public static PictureGrid of(Engine engine, LevelRun run) {
        int level = run.model().model().levelNames().indexOf(run.prior().level());
        try (var _ = engine.scope()) {
            LevelPictures pictures = new LevelPictures(
                    PriorRun.load(engine, run.directory()), run.model().load(engine), run.store(), level);
            return PictureGrid.compared(
                    List.of("held out", "drawn"),
                    List.of(Picture.of(pictures.heldOut()), Picture.of(pictures.drawn(SamplingOptions.of(0)))));
        }
    }
}
