package dev.azulejo.cli.data;

import dev.azulejo.vqvae2.train.ImageOrigin;
import dev.azulejo.vqvae2.train.ModelRun;
import picocli.CommandLine.Option;

/** The options of every command that takes images. */
public final class DataOptions {
    @Option(
            names = "--data",
            paramLabel = "SRC",
            description = "Images: " + Sources.HELP + ". Those that the run learned from, if left out.")
    private String data;

    @Option(
            names = "--held-out",
            paramLabel = "DIR",
            description = "Images to judge by, all of them; those that --data would hold out by a rule are learned from"
                    + " then.")
    private String heldOut;

    @Option(names = "--no-cache", description = "Decode images again, and do not keep them decoded.")
    private boolean noCache;

    /** {@return whether there is no {@code --data}} */
    public boolean areOfTheRun() {
        return data == null;
    }

    /** The source that these options name, where there is no run yet. */
    public Source source() {
        return new Source(data, heldOut, !noCache);
    }

    /** The source that these options name; what is left out is as a run remembers it. */
    public Source source(ModelRun run) {
        if (data != null) {
            return source();
        }
        Source known = Source.of(run, !noCache);
        return new Source(known.data(), heldOut == null ? known.heldOut() : heldOut, !noCache).requireThere(run);
    }

    /** The source that these options name; what is left out is as a classifier of the run remembers it. */
    public Source source(ModelRun run, ImageOrigin origin) {
        return new Source(
                        data == null ? origin.data() : data,
                        heldOut == null && data == null ? origin.heldOut() : heldOut,
                        !noCache)
                .requireThere(run);
    }

    /** The source that a run goes on with: as it remembers it, except for what has moved. */
    public Source resumed(ModelRun run) {
        Source known = Source.of(run, !noCache);
        return new Source(data == null ? known.data() : data, heldOut == null ? known.heldOut() : heldOut, !noCache)
                .requireThere(run);
    }
}
