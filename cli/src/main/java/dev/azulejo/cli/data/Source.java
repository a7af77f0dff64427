package dev.azulejo.cli.data;

import dev.azulejo.nn.data.source.DataSource;
import dev.azulejo.nn.message.UserException;
import dev.azulejo.nn.run.RunDirectory;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;

/**
 * The images that a command takes.
 *
 * @param data what {@code --data} names
 * @param heldOut another source, all of which is held out; null if {@code data} decides
 * @param cached whether decoded images are kept, and taken from where they are kept
 */
public record Source(String data, String heldOut, boolean cached) {
    /** The key in {@code run.json} for the source of the held-out images, if it is another one. */
    public static final String HELD_OUT = "held_out";

    /** Images that were never kept, since they are embedded. */
    public static Source embedded(String name) {
        return new Source(name, null, false);
    }

    /** The source that a run learned from. */
    public static Source of(RunDirectory run, boolean cached) {
        Object heldOut = run.info().configuration().get(HELD_OUT);
        return new Source(run.info().dataName(), heldOut instanceof String text ? text : null, cached);
    }

    /** The source as a run remembers it: the images must be found again from another folder. */
    public Source remembered() {
        return new Source(remembered(data), heldOut == null ? null : remembered(heldOut), cached);
    }

    private static String remembered(String source) {
        return DataSource.BUILT_IN.contains(source)
                ? source
                : Path.of(source).toAbsolutePath().normalize().toString();
    }

    /** Adds to the configuration of a run what {@code run.json} has no other place for. */
    public void putInto(Map<String, Object> configuration) {
        if (heldOut != null) {
            configuration.put(HELD_OUT, heldOut);
        }
    }

    /** Refuses what a run remembers and is not there any more. */
    Source requireThere(RunDirectory run) {
        requireThere(run, data, "--data");
        if (heldOut != null) {
            requireThere(run, heldOut, "--held-out");
        }
        return this;
    }

    private static void requireThere(RunDirectory run, String source, String option) {
        boolean there;
        try {
            there = DataSource.BUILT_IN.contains(source) || Files.exists(Path.of(source));
        } catch (InvalidPathException e) {
            there = false;
        }
        if (!there) {
            throw new UserException(run.path() + ": its images were in " + source
                    + ", where they are not any more; say where they are with " + option);
        }
    }
}
