package dev.azulejo.cli.option;

import dev.azulejo.cli.terminal.Session;
import dev.azulejo.cli.usage.UsageException;
import dev.azulejo.priors.bundle.Bundle;
import dev.azulejo.priors.bundle.UnpackedBundle;
import dev.azulejo.vqvae2.train.ModelRun;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** The run of the commands that use one and change nothing in it: a folder, a bundle, or the model that comes with azulejo. */
public final class UsedRun {
    /** The system property that says where the model is that comes with azulejo: whoever starts the JVM knows. */
    private static final String MODEL = "azulejo.model";

    @Option(
            names = "--run",
            paramLabel = "RUN",
            description = "The folder of a run, or a bundle of one; the model that comes with azulejo, if left out.")
    private Path run;

    /** Opens it; where other machines are to read it, it has to be a folder. */
    public ModelRun open(Session session, boolean elsewhere) {
        if (elsewhere) {
            requireFolder();
        }
        return open(session);
    }

    /** Opens it; a bundle is unpacked for as long as the command lasts. */
    public ModelRun open(Session session) {
        Path path = path();
        if (run == null) {
            session.log("the model that comes with azulejo, " + path.getFileName() + " (--run names another)");
        }
        if (!isBundle()) {
            return ModelRun.open(path);
        }
        UnpackedBundle unpacked = UnpackedBundle.of(Bundle.read(path));
        session.temporaries().add(unpacked.folder(), path, unpacked::close);
        return ModelRun.open(unpacked.folder());
    }

    /** {@return the run as the user knows it} */
    public Path path() {
        if (run != null) {
            return run;
        }
        String model = System.getProperty(MODEL);
        if (model == null) {
            throw new UsageException("missing --run: name the folder of a run, or a bundle of one (no model came with"
                    + " this azulejo)");
        }
        return Path.of(model);
    }

    private boolean isBundle() {
        return Files.isRegularFile(path());
    }

    /** {@return where results go that nobody named a place for: the folder of the run, or the working directory} */
    public Path outputs() {
        return run == null || isBundle() ? Path.of("") : run;
    }

    private void requireFolder() {
        if (run == null || isBundle()) {
            throw new UsageException(
                    "--master: the workers read the folder of the run; name one with --run, or unzip the bundle");
        }
    }
}
