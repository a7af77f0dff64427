package dev.azulejo.cli;

import dev.azulejo.nn.UserException;
import dev.azulejo.nn.io.FileErrors;
import dev.azulejo.nn.run.RunDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Refuses places that cannot be written before the long work begins. */
final class Outputs {
    private Outputs() {}

    /** A file to be written, or replaced. */
    static void requireFile(Path file) {
        if (Files.isDirectory(file)) {
            throw new UserException("cannot write " + file + ": there is a folder of that name");
        }
        if (!Files.exists(file) || Files.isRegularFile(file)) {
            requireFolder(file, file.toAbsolutePath().normalize().getParent());
        }
    }

    /** A folder for a new run. */
    static void requireFreshRun(Path run) {
        if (RunDirectory.exists(run)) {
            throw new UserException(run + ": holds a run already; add --resume to continue it, or name another folder");
        }
        if (Files.exists(run) && !Files.isDirectory(run)) {
            throw new UserException(run + ": is a file; name a folder for the run");
        }
        requireFolder(run, run.toAbsolutePath().normalize());
    }

    /** Tries the nearest folder that there is; the others will be made in it. */
    private static void requireFolder(Path asked, Path folder) {
        Path place = folder;
        while (place != null && !Files.exists(place)) {
            place = place.getParent();
        }
        if (place == null) {
            throw new UserException("cannot write " + asked + ": there is no such place");
        }
        if (!Files.isDirectory(place)) {
            throw new UserException("cannot write " + asked + ": " + place + " is a file, not a folder");
        }
        try {
            Files.delete(Files.createTempFile(place, ".azulejo", ".probe"));
        } catch (NoSuchFileException e) {
            throw new UserException(
                    "cannot write " + asked + ": nothing can be made in " + place + "; choose another place", e);
        } catch (IOException e) {
            throw FileErrors.cannotWrite(asked, e);
        }
    }
}
