package dev.azulejo.vqvae2.train;

import dev.azulejo.engine.Engine;
import dev.azulejo.nn.data.split.RowNames;
import dev.azulejo.nn.data.split.Split;
import dev.azulejo.nn.message.UserException;
import dev.azulejo.nn.run.ModelStamp;
import dev.azulejo.nn.train.Checkpoint;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The codes that a run leaves for its priors: they remember the state of the model that made them. */
public final class RunCodes {
    /** Their usual name. */
    public static final String NAME = "codes.safetensors";

    private RunCodes() {}

    /**
     * {@return where the codes of a run are, unless they are wanted elsewhere}
     *
     * @param run of a model
     */
    public static Path file(ModelRun run) {
        return run.path().resolve(NAME);
    }

    /**
     * Turns images into codes, and writes them; beside them which row is which image.
     *
     * @param run of a model
     * @param engine where it is computed
     * @param images of the model's size
     * @param file the file to write
     * @return the codes
     * @throws UserException if there is no checkpoint yet, or the file cannot be written
     */
    public static CodeStore encode(ModelRun run, Engine engine, Split images, Path file) {
        return encode(run, run.checkpoints().require(), engine, images, file);
    }

    /**
     * Turns images into codes as a checkpoint has the model, and writes them; beside them which row is which image.
     *
     * @param run of a model
     * @param checkpoint one of the run's
     * @param engine where it is computed
     * @param images of the model's size
     * @param file the file to write
     * @return the codes
     * @throws UserException if the checkpoint is damaged, or the file cannot be written
     */
    public static CodeStore encode(ModelRun run, Checkpoint checkpoint, Engine engine, Split images, Path file) {
        return save(CodeStore.encode(engine, run.load(engine, checkpoint), images), checkpoint, images, file);
    }

    /**
     * Writes codes; beside them which row is which image.
     *
     * @param codes of the images
     * @param checkpoint whose model made them
     * @param images the images
     * @param file the file to write
     * @return the codes, which remember the model
     * @throws UserException if the file cannot be written
     */
    public static CodeStore save(CodeStore codes, Checkpoint checkpoint, Split images, Path file) {
        CodeStore store = codes.withModel(checkpoint.stamp());
        store.save(file, images);
        if (Files.isRegularFile(file)) {
            RowNames.save(RowNames.beside(file), images);
        }
        return store;
    }

    /**
     * Reads codes, which must be of the run's model, or of one of the same shape.
     *
     * @param run of a model
     * @param file of the codes
     * @return the codes
     * @throws UserException if there are none, they are of a model of another shape, or cannot be read
     */
    public static CodeStore load(ModelRun run, Path file) {
        if (!Files.exists(file)) {
            throw new UserException(file + ": there are no codes yet; encode the images first");
        }
        CodeStore store = CodeStore.load(file);
        if (!store.fits(run.model())) {
            throw new UserException(file + ": holds the codes of another model than that of " + run.path()
                    + "; encode the images again");
        }
        return store;
    }

    /**
     * Reads the names of the images that codes are of.
     *
     * @param file as {@link #encode} wrote it
     * @return the names in the order of the rows; none if there are none in it
     * @throws UserException if it cannot be read, or has not as many names as rows
     */
    public static List<String> names(Path file) {
        return CodeFile.names(file);
    }

    /**
     * Refuses codes of the run's model in an earlier state: it means other things by them now.
     *
     * @param run of a model
     * @param store the codes
     * @param file where they are from, for people
     * @throws StaleCodesException naming both states
     */
    public static void requireFresh(ModelRun run, CodeStore store, Path file) {
        // Where the model is loaded, a damaged checkpoint is warned of.
        requireFresh(run.checkpoints().requireQuietly(), store, file);
    }

    /**
     * Refuses codes of another state of a model than a checkpoint's.
     *
     * @param checkpoint the model's
     * @param store the codes
     * @param file where they are from, for people
     * @throws StaleCodesException naming both states
     */
    public static void requireFresh(Checkpoint checkpoint, CodeStore store, Path file) {
        ModelStamp now = checkpoint.stamp();
        store.model().filter(then -> !then.equals(now)).ifPresent(then -> {
            throw new StaleCodesException(file + ": holds codes of the model at " + then.unlike(now) + ", which is at "
                    + now.unlike(then) + " now; encode the images again");
        });
    }
}
