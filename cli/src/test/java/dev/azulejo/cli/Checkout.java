package dev.azulejo.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/**
 * A checkout that the launcher takes for one of this project. Its Maven notes that it ran and makes empty jars; its JVM
 * says on stdout and stderr what JVMs say, and prints its arguments where results go.
 */
record Checkout(Path root, Path tools) {
    private static final long PATIENCE = 60;
    private static final Executor THREADS = Thread::startVirtualThread;
    private static final List<String> MODULES = List.of(
            "engine", "engine/tornado-api", "engine/tornado", "nn/fashion-mnist", "nn", "vqvae2", "priors", "cli");

    private static final String MAVEN = """
        #!/bin/sh
        echo built >>"$(dirname "$0")/builds"
        echo '[INFO] Building Azulejo engine 0.1 [2/6]'
        [ ! -e pom.broken ] || { echo '[ERROR] it is broken'; exit 1; }
        mkdir -p cli/target/quick/app
        : >cli/target/quick/app/library.jar
        : >cli/target/quick/azulejo-cli.jar
        """;

    private static final String JAVA = """
        #!/bin/sh
        echo 'words on stdout'
        echo 'WARNING: Using incubator modules: jdk.incubator.vector' >&2
        echo 'words on stderr' >&2
        printf '%s\\n' "LC_ALL=${LC_ALL:-}" "$@" >&4
        """;

    /** What a start came to. */
    record Started(int status, List<String> out, String err) {
        Started succeeded() {
            assertThat(status).as(err).isZero();
            return this;
        }

        /** The flags for the JVM. */
        List<String> flags() {
            return out.subList(1, out.indexOf("-p"));
        }

        /** The arguments of the command. */
        List<String> arguments() {
            return out.subList(out.indexOf("-m") + 2, out.size());
        }
    }

    static Checkout in(Path folder, String name) throws IOException {
        Checkout checkout = new Checkout(folder.resolve(name), folder.resolve("tools"));
        Files.createDirectories(checkout.root.resolve(".mvn"));
        executable(checkout.launcher(), Files.readString(Path.of("../azulejo")));
        Files.writeString(checkout.root.resolve("pom.xml"), "<project/>");
        for (String module : MODULES) {
            Files.createDirectories(checkout.root.resolve(module).resolve("src/main"));
            Files.writeString(checkout.root.resolve(module).resolve("pom.xml"), "<project/>");
            Files.writeString(checkout.source(module), "class Source {}");
        }
        executable(checkout.tools.resolve("mvn"), MAVEN);
        executable(checkout.tools.resolve("jdk/bin/java"), JAVA);
        executable(checkout.tools.resolve("jdk/bin/javac"), JAVA);
        Files.writeString(checkout.tools.resolve("jdk/release"), "JAVA_VERSION=\"25.0.3\"\n");
        return checkout;
    }

    private static void executable(Path file, String text) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
        assertThat(file.toFile().setExecutable(true)).isTrue();
    }

    Path launcher() {
        return root.resolve("azulejo");
    }

    Path state() {
        return root.resolve(".azulejo");
    }

    Path source(String module) {
        return root.resolve(module).resolve("src/main/Source.java");
    }

    /** How often its Maven ran. */
    int builds() throws IOException {
        Path builds = tools.resolve("builds");
        return Files.exists(builds) ? Files.readAllLines(builds).size() : 0;
    }

    Started start(Map<String, String> environment, String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(launcher().toString()));
        command.addAll(List.of(arguments));
        return run(environment, command);
    }

    /** Runs a command of a user of this checkout, in the folder above it. */
    Started run(Map<String, String> environment, List<String> command) throws Exception {
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(root.getParent().toFile())
                .redirectInput(Redirect.from(Path.of("/dev/null").toFile()));
        Map<String, String> of = builder.environment();
        of.keySet()
                .removeAll(List.of(
                        "JAVA_TOOL_OPTIONS",
                        "JDK_JAVA_OPTIONS",
                        "_JAVA_OPTIONS",
                        "AZULEJO_OPTS",
                        "TMPDIR",
                        "TORNADOVM_HOME"));
        of.put("AZULEJO_JAVA_HOME", tools.resolve("jdk").toString());
        of.put("PATH", tools + ":" + System.getenv("PATH"));
        of.putAll(environment);
        Process process = builder.start();
        // Read to their ends: a process that is left behind would hold them open.
        CompletableFuture<String> out = CompletableFuture.supplyAsync(() -> read(process.getInputStream()), THREADS);
        CompletableFuture<String> err = CompletableFuture.supplyAsync(() -> read(process.getErrorStream()), THREADS);
        try {
            return new Started(
                    process.onExit().get(PATIENCE, TimeUnit.SECONDS).exitValue(),
                    out.get(PATIENCE, TimeUnit.SECONDS).lines().toList(),
                    err.get(PATIENCE, TimeUnit.SECONDS));
        } finally {
            process.destroyForcibly();
        }
    }

    private static String read(InputStream in) {
        try (in) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
