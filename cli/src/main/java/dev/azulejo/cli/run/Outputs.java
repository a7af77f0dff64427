package dev.azulejo.cli.run;

import dev.azulejo.nn.io.FileErrors;
import dev.azulejo.nn.message.UserException;
import dev.azulejo.nn.run.RunDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Refuses places that cannot be written before the long work begins. */
public final class Outputs {
    private Outputs() {}

    /** A file to be written, or replaced. */
    public static void requireFile(Path file) {
        if (Files.isDirectory(file)) {
            throw new UserException("cannot write " + file + ": there is a folder of that name");
        }
        if (!Files.exists(file) || Files.isRegularFile(file)) {
            requireFolder(file, file.toAbsolutePath().normalize().getParent());
        }
    }

    /** The first name that is free of DIR/name.png, DIR/name-2.png and so on: no picture of a run replaces another unasked. */
    public static Path free(Path folder, String name) {
        return numbered(folder, name, pictures(folder, name).size() + 1);
    }

    /** The pictures that took such names one after another. */
    public static List<Path> pictures(Path folder, String name) {
        return IntStream.iterate(1, i -> i + 1)
                .mapToObj(i -> numbered(folder, name, i))
                .takeWhile(Files::exists)
                .toList();
    }

    private static Path numbered(Path folder, String name, int number) {
        return folder.resolve(number == 1 ? name + ".png" : name + "-" + number + ".png");
    }

    /** A folder for files of its own. */
    public static void requireFreshFolder(Path folder) {
        if (Files.exists(folder) && !Files.isDirectory(folder)) {
            throw new UserException("cannot write " + folder + ": it is a file; name a folder");
        }
        if (Files.isDirectory(folder)) {
            try (Stream<Path> content = Files.list(folder)) {
                if (content.findAny().isPresent()) {
                    throw new UserException(
                            "cannot write " + folder + ": the folder is not empty; name another, or empty it");
                }
            } catch (IOException e) {
                throw FileErrors.cannotRead(folder, e);
            }
        }
        requireFolder(folder, folder.toAbsolutePath().normalize());
    }

    /** A folder that others may write into too. */
    public static void requireFolder(Path folder) {
        if (Files.exists(folder) && !Files.isDirectory(folder)) {
            throw new UserException("cannot write " + folder + ": it is a file; name a folder");
        }
        requireFolder(folder, folder.toAbsolutePath().normalize());
    }

    /** A folder for a new run. */
    public static void requireFreshRun(Path run) {
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
