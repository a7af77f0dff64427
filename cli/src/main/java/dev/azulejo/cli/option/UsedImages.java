package dev.azulejo.cli.option;

import dev.azulejo.cli.data.DataOptions;
import dev.azulejo.cli.data.SubsetOption;
import dev.azulejo.cli.run.Outputs;
import dev.azulejo.cli.run.TrainedModel;
import dev.azulejo.cli.terminal.Session;
import dev.azulejo.nn.data.ImageData;
import java.nio.file.Path;
import picocli.CommandLine.Mixin;

/**
 * The options of the commands that show what a trained model makes of images: a run, images, and which of them. What is
 * refused at once comes first: {@link #open}, {@link #output}, then {@link #images}, which take time to be read.
 */
public final class UsedImages {
    @Mixin
    private UsedRun run;

    @Mixin
    private DataOptions data;

    @Mixin
    private SubsetOption subset;

    /** Opens the run, which must be trained. */
    public TrainedModel open(Session session) {
        return TrainedModel.of(session, run.open(session));
    }

    /**
     * Refuses a place that cannot be written.
     *
     * @param named by the user, or null
     * @param name of the picture else, without {@code .png}
     * @return the place
     */
    public Path output(Path named, String name) {
        Path file = named == null ? Outputs.free(run.outputs(), name) : named;
        Outputs.requireFile(file);
        return file;
    }

    /** Opens the images, as the model takes them. */
    public ImageData images(Session session, TrainedModel model) {
        return subset.of(model.data(session, data.source(model.run())));
    }

    /** {@return the run as the user knows it} */
    public Path run() {
        return run.path();
    }
}
