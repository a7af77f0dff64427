package dev.azulejo.cli.cluster;

import dev.azulejo.nn.message.UserException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.ServiceLoader;

/**
 * The command again, started by the {@code spark-submit} of the Spark that is installed here: so {@code --master} needs nothing
 * of Spark in this program.
 */
public final class SparkSubmit {
    private static final String JAR = "azulejo-spark.jar";

    private SparkSubmit() {}

    /**
     * Runs the command by Spark, if it asks for that and Spark is not there already.
     *
     * @return its status; none if it is to be run here
     */
    public static OptionalInt run(String... args) {
        int at = master(args);
        if (at < 0 || ServiceLoader.load(Cluster.Provider.class).findFirst().isPresent()) {
            return OptionalInt.empty();
        }
        List<String> command = new ArrayList<>(List.of(submit().toString(), "--master", value(args, at)));
        String extra = System.getenv("AZULEJO_SPARK_OPTS");
        if (extra != null && !extra.isBlank()) {
            command.addAll(List.of(extra.strip().split("\\s+")));
        }
        command.add(jar().toString());
        command.addAll(Arrays.asList(args).subList(0, at));
        command.addAll(Arrays.asList(args).subList(at + (args[at].contains("=") ? 1 : 2), args.length));
        try {
            return OptionalInt.of(
                    new ProcessBuilder(command).inheritIO().start().waitFor());
        } catch (IOException e) {
            throw new UserException(command.getFirst() + ": cannot be started (" + e.getMessage() + ")", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return OptionalInt.of(130);
        }
    }

    private static int master(String... args) {
        for (int i = 0; i < args.length; i++) {
            if (args[i].startsWith("--master=") || (args[i].equals("--master") && i + 1 < args.length)) {
                return i;
            }
        }
        return -1;
    }

    private static String value(String[] args, int at) {
        return args[at].contains("=") ? args[at].substring(args[at].indexOf('=') + 1) : args[at + 1];
    }

    private static Path submit() {
        String home = System.getenv("SPARK_HOME");
        Path submit = home == null ? null : Path.of(home, "bin", "spark-submit");
        if (submit == null || !Files.isExecutable(submit)) {
            throw new UserException("--master: needs Apache Spark 4.2 on Java 25, and "
                    + (home == null ? "SPARK_HOME is not set" : submit + " is not there")
                    + "; set SPARK_HOME to where Spark is (docs/cluster.md)");
        }
        return submit;
    }

    /** Where the build leaves it, beside the folder that this program was started from. */
    private static Path jar() {
        String named = System.getenv("AZULEJO_SPARK_JAR");
        Path jar = named != null ? Path.of(named) : root().resolve(Path.of("cli", "spark", "target", JAR));
        if (!Files.isRegularFile(jar)) {
            throw new UserException(
                    "--master: " + jar + " is not there; build it with: mvn -q -pl cli/spark -am package"
                            + " -Dmaven.test.skip=true, or set AZULEJO_SPARK_JAR to where it is");
        }
        return jar;
    }

    private static Path root() {
        URI code = URI.create(SparkSubmit.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toString());
        return Path.of(code).getParent().getParent().getParent();
    }
}
