package dev.azulejo.priors.bundle;

import dev.azulejo.nn.io.AtomicFiles;
import dev.azulejo.nn.io.FileErrors;
import dev.azulejo.nn.message.UserException;
import dev.azulejo.nn.run.RunDirectory;
import dev.azulejo.nn.run.RunInfo;
import dev.azulejo.nn.train.Checkpoint;
import dev.azulejo.nn.train.Checkpoints;
import dev.azulejo.priors.train.LevelRun;
import dev.azulejo.priors.train.PriorRun;
import dev.azulejo.priors.train.RunClasses;
import dev.azulejo.vqvae2.classify.ClassifierRun;
import dev.azulejo.vqvae2.train.ImageOrigin;
import dev.azulejo.vqvae2.train.ModelRun;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * The folder of a run with nothing but what it takes to use it: settings, names of classes, and the weights of the newest
 * checkpoints, without the state of optimisers, codes and figures. As a file it is a zip archive; as a folder, a run.
 *
 * @param name what people call it: where it was read, or the run that it was made of
 * @param files their content by their names in the folder, {@code /} between the parts
 */
public record Bundle(String name, Map<String, byte[]> files) {
    /** Keeps the order. */
    public Bundle {
        files = Collections.unmodifiableMap(new LinkedHashMap<>(files));
    }

    /**
     * Takes what is needed from a run: of the model, of each prior and of the classifier, if they have a checkpoint.
     *
     * @param run of a model
     * @param data the images that commands take where none are named, such as {@code fashion-mnist}; empty for none, since a
     *     path on this machine leads nowhere on others
     * @return the bundle
     * @throws UserException if the model has no checkpoint yet, or a file cannot be read
     */
    public static Bundle of(ModelRun run, String data) {
        return of(run, run.checkpoints().require(), data);
    }

    /**
     * Takes what is needed from a run, with the model as a certain checkpoint has it.
     *
     * @param run of a model
     * @param checkpoint the model's
     * @param data as {@link #of(ModelRun, String)} takes it
     * @return the bundle
     * @throws UserException if a file cannot be read
     */
    public static Bundle of(ModelRun run, Checkpoint checkpoint, String data) {
        Map<String, byte[]> files = new LinkedHashMap<>();
        add("", run.directory(), checkpoint, data, files);
        RunClasses classes = RunClasses.of(run);
        for (String level : run.model().levelNames().reversed()) {
            add(run, LevelRun.folder(run, level), prior -> PriorRun.withClasses(prior, classes), files);
        }
        add(run, ClassifierRun.folder(run), classifier -> classifier, files);
        return new Bundle(run.path().toString(), files);
    }

    private static void add(
            ModelRun run, Path folder, UnaryOperator<RunDirectory> completed, Map<String, byte[]> files) {
        if (RunDirectory.exists(folder)) {
            RunDirectory directory = completed.apply(RunDirectory.open(folder));
            String prefix = run.path().relativize(folder).toString().replace('\\', '/') + "/";
            Checkpoints.of(directory).latest().ifPresent(newest -> add(prefix, directory, newest, "", files));
        }
    }

    private static void add(
            String prefix, RunDirectory run, Checkpoint checkpoint, String data, Map<String, byte[]> files) {
        RunInfo info = run.info();
        Map<String, Object> settings = new LinkedHashMap<>(info.configuration());
        settings.remove(ImageOrigin.HELD_OUT);
        RunInfo shared = new RunInfo(info.kind(), settings, info.seed(), data, info.dataFingerprint(), info.azulejo());
        files.put(prefix + RunDirectory.FILE, shared.text().getBytes(StandardCharsets.UTF_8));
        checkpoint
                .forUse()
                .forEach((file, content) ->
                        files.put(prefix + Checkpoints.FOLDER + "/" + checkpoint.step() + "/" + file, content));
    }

    /**
     * Reads a bundle.
     *
     * @param file as {@link #write} wrote it
     * @return the bundle
     * @throws UserException if it cannot be read, is none, or is not as it was written
     */
    public static Bundle read(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            return read(in, file.toString());
        } catch (IOException e) {
            throw FileErrors.cannotRead(file, e);
        }
    }

    /**
     * Reads a bundle, to its last file.
     *
     * @param in as {@link #write} wrote it; stays open
     * @param name what people call it
     * @return the bundle
     * @throws UserException if it is none, or is not as it was written
     * @throws IOException if the stream cannot be read
     */
    public static Bundle read(InputStream in, String name) throws IOException {
        return new Bundle(name, new BundleReader(in, name).read());
    }

    /**
     * Writes the bundle, whole or not at all.
     *
     * @param file the final name; a file of that name is replaced
     * @throws UserException if it cannot be written
     */
    public void write(Path file) {
        AtomicFiles.bytes(file, BundleWriter.zip(files));
    }

    /**
     * Unpacks the bundle: what comes of it is the folder of a run.
     *
     * @param folder receives the files; made if it is not there
     * @throws UserException if it cannot be written
     */
    public void unpack(Path folder) {
        for (var file : files.entrySet()) {
            Path target = folder.resolve(file.getKey());
            try {
                Files.createDirectories(target.getParent());
                Files.write(target, file.getValue());
            } catch (IOException e) {
                throw FileErrors.cannotWrite(target, e);
            }
        }
    }
}
