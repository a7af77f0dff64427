package dev.azulejo.cli.data;

import dev.azulejo.nn.data.source.DataSource;
import dev.azulejo.nn.io.Places;
import dev.azulejo.nn.message.UserException;
import dev.azulejo.vqvae2.train.ImageOrigin;
import dev.azulejo.vqvae2.train.ModelRun;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;

/**
 * The images that a command takes.
 *
 * @param data what {@code --data} names
 * @param heldOut another source, all of which is held out; null if {@code data} decides
 * @param cached whether decoded images are kept, and taken from where they are kept
 */
public record Source(String data, String heldOut, boolean cached) {
    /** Images that were never kept, since they are embedded. */
    public static Source embedded(String name) {
        return new Source(name, null, false);
    }

    /** The source that a run learned from. */
    public static Source of(ModelRun run, boolean cached) {
        return new Source(run.origin().data(), run.origin().heldOut(), cached);
    }

    /**
     * The source as a run remembers it: the images must be found again from another folder.
     *
     * @param resized whether the images are resized to the model's size
     */
    public ImageOrigin origin(boolean resized) {
        return new ImageOrigin(data, heldOut, resized);
    }

    /** Refuses what a run remembers and is not there any more. */
    Source requireThere(ModelRun run) {
        if (data.isEmpty()) {
            throw new UserException(run.path() + ": has no images of its own; name some with --data");
        }
        requireThere(run, data, "--data");
        if (heldOut != null) {
            requireThere(run, heldOut, "--held-out");
        }
        return this;
    }

    private static void requireThere(ModelRun run, String source, String option) {
        boolean there;
        try {
            there = DataSource.BUILT_IN.contains(source) || Files.exists(Places.of(source));
        } catch (InvalidPathException e) {
            there = false;
        }
        if (!there) {
            throw new UserException(run.path() + ": its images were in " + source
                    + ", where they are not any more; say where they are with " + option);
        }
    }
}
