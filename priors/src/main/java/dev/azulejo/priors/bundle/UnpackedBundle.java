package dev.azulejo.priors.bundle;

import dev.azulejo.nn.io.AtomicFiles;
import dev.azulejo.nn.io.FileErrors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A bundle as the folder of a run for a while: until it is closed.
 *
 * @param place a folder for temporary files, with nothing else in it
 * @param folder that of the run, which has the bundle's name
 */
public record UnpackedBundle(Path place, Path folder) implements AutoCloseable {
    /**
     * Unpacks a bundle among the temporary files.
     *
     * @param bundle the bundle
     * @return where it is
     * @throws dev.azulejo.nn.message.UserException if it cannot be written
     */
    public static UnpackedBundle of(Bundle bundle) {
        Path place;
        try {
            place = Files.createTempDirectory("azulejo-");
        } catch (IOException e) {
            throw FileErrors.cannotWrite(Path.of(System.getProperty("java.io.tmpdir")), e);
        }
        Path last = Path.of(bundle.name()).getFileName();
        UnpackedBundle unpacked = new UnpackedBundle(place, place.resolve(last == null ? "bundle" : last.toString()));
        try {
            bundle.unpack(unpacked.folder());
        } catch (RuntimeException e) {
            unpacked.close();
            throw e;
        }
        return unpacked;
    }

    /** Deletes it. */
    @Override
    public void close() {
        try {
            AtomicFiles.deleteTree(place);
        } catch (IOException e) {
            throw FileErrors.cannotWrite(place, e);
        }
    }
}
