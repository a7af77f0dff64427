package dev.azulejo.cli.bench.peer;

import dev.azulejo.nn.io.Json;
import dev.azulejo.nn.io.JsonObject;
import dev.azulejo.nn.message.UserException;
import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Another process that prints one JSON object on stdout. */
public final class Child {
    private static final String VECTOR_MODULE = "jdk.incubator.vector";

    /** The variables in which a JVM finds flags beside its command line. The flags of this JVM hold them already. */
    private static final List<String> FLAG_VARIABLES =
            List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS");

    private Child() {}

    /** The command line of a fresh JVM that runs this command with other arguments, and the flags of this JVM. */
    public static List<String> azulejo(List<String> arguments) {
        return azulejo(List.of(), arguments);
    }

    /** The same with more flags, which win. */
    public static List<String> azulejo(List<String> flags, List<String> arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-XX:+DisplayVMOutputToStderr");
        for (String flag : ManagementFactory.getRuntimeMXBean().getInputArguments()) {
            boolean streams = flag.startsWith("-Dazulejo.std") || flag.startsWith("-Xlog");
            if (!streams && (flag.startsWith("-X") || flag.startsWith("-D"))) {
                command.add(flag);
            }
        }
        command.addAll(flags);
        String modules = System.getProperty("jdk.module.path");
        if (Child.class.getModule().isNamed() && modules != null) {
            command.addAll(List.of("-p", modules, "-m", "dev.azulejo.cli/dev.azulejo.cli.Azulejo"));
        } else {
            String classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
            command.addAll(List.of("--add-modules", VECTOR_MODULE, "-cp", classPath, "dev.azulejo.cli.Azulejo"));
        }
        command.addAll(arguments);
        return command;
    }

    /**
     * Runs a process to its end.
     *
     * @param name what to call it in an error
     * @param command the program and its arguments
     * @return what it printed
     * @throws UserException with the last line of its stderr, if it cannot be started, fails, or prints anything else
     */
    public static JsonObject run(String name, List<String> command) {
        return run(name, command, Map.of());
    }

    /** The same with more variables in its environment. */
    public static JsonObject run(String name, List<String> command, Map<String, String> environment) {
        File err = null;
        Process process = null;
        try {
            err = File.createTempFile("azulejo", ".err");
            ProcessBuilder builder = new ProcessBuilder(command)
                    .redirectInput(Redirect.from(new File(File.separatorChar == '/' ? "/dev/null" : "NUL")))
                    .redirectError(err);
            builder.environment().keySet().removeAll(FLAG_VARIABLES);
            builder.environment().putAll(environment);
            process = builder.start();
            String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            int status = process.waitFor();
            if (status != 0) {
                throw new UserException(name + ": " + lastLine(err, "ended with status " + status));
            }
            return JsonObject.of(Json.read(out, name), name);
        } catch (IOException e) {
            throw new UserException(name + ": cannot run " + command.getFirst() + " (" + e.getMessage() + ")", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UserException(name + ": interrupted", e);
        } finally {
            if (process != null) {
                process.destroyForcibly();
            }
            if (err != null && !err.delete()) {
                err.deleteOnExit();
            }
        }
    }

    private static String lastLine(File err, String otherwise) throws IOException {
        return Files.readString(err.toPath(), StandardCharsets.UTF_8)
                .lines()
                .filter(line -> !line.isBlank() && !line.contains(VECTOR_MODULE))
                .reduce((_, last) -> last)
                .map(line -> line.replaceFirst("^azulejo: ", "").strip())
                .orElse(otherwise);
    }
}
