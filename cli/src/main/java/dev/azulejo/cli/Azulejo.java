package dev.azulejo.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The {@code azulejo} command. */
@Command(
        name = "azulejo",
        description = "VQ-VAE-2 on the JVM: learn codes of images, learn priors over them, sample new images.",
        mixinStandardHelpOptions = true,
        version = "azulejo 0.1.0-SNAPSHOT")
public final class Azulejo {
    private Azulejo() {}

    /**
     * Runs the command and exits with its status.
     *
     * @param args what the user typed
     */
    public static void main(String[] args) {
        Stderr.restore();
        System.exit(new CommandLine(new Azulejo()).execute(args));
    }

    @Command(name = "info", description = "The JDK and the vector width that this machine runs.")
    int info() {
        System.out.println("java " + Runtime.version());
        return 0;
    }
}
