package dev.azulejo.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.azulejo.engine.backend.Backend;
import dev.azulejo.engine.backend.BackendProvider;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BackendsTest {
    /** Run in a JVM of its own: prints what is chosen for each argument. */
    static final class Chooser {
        private Chooser() {}

        public static void main(String[] names) {
            for (String name : names) {
                try (Backend backend = Backends.choose(name, Backends.defaultThreads())) {
                    System.out.println(name + " -> " + backend.description());
                } catch (IllegalArgumentException e) {
                    System.out.println(name + " -> " + e.getMessage());
                }
            }
        }
    }

    @Test
    void theScalarBackendIsAlwaysThere() {
        try (Backend backend = Backends.choose("scalar", 3)) {
            assertThat(backend.name()).isEqualTo("scalar");
        }
    }

    @Test
    void namesAndObstaclesAreListed() {
        assertThat(Backends.providers()).extracting(BackendProvider::name).contains("scalar", "vector");
    }

    @Test
    void anUnknownNameIsAnErrorThatNamesTheKnownOnes() {
        assertThatThrownBy(() -> Backends.choose("cuda", 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("backend cuda: not known here; expected one of auto, scalar, vector");
        assertThatThrownBy(() -> Backends.choose("scalar", 0)).hasMessage("threads: 0; expected at least 1");
    }

    @Test
    void autoTakesVectorWhereItRuns() throws Exception {
        String out = run(List.of("--add-modules", "jdk.incubator.vector", "-Dazulejo.threads=3"), "auto", "vector");
        assertThat(out).contains("auto -> vector: ", "float lanes", ", 3 threads", "vector -> vector: ");
        assertThat(out).doesNotContain("dev.azulejo.engine.Backends");
    }

    @Test
    void withoutTheModuleTheFlagIsNamedAndNothingCrashes() throws Exception {
        String out = run(List.of(), "auto", "vector", "scalar");
        assertThat(out)
                .contains(
                        "auto -> scalar: ",
                        "vector -> backend vector cannot run here: the module jdk.incubator.vector is not loaded: add"
                                + " --add-modules jdk.incubator.vector",
                        "scalar -> scalar: ",
                        "slow (auto: no vector backend, the module jdk.incubator.vector is not loaded")
                .doesNotContain("Error");
    }

    @Test
    void withoutC2TheFlagIsNamed() throws Exception {
        String module = "--add-modules=jdk.incubator.vector";
        for (int tier = 0; tier <= 3; tier++) {
            String flag = "-XX:TieredStopAtLevel=" + tier;
            assertThat(run(List.of(module, flag), "auto", "vector"))
                    .contains("auto -> scalar: ", "vector -> backend vector cannot run here", "remove " + flag);
        }
        assertThat(run(List.of(module, "-Xint"), "auto", "vector"))
                .contains("auto -> scalar: ", "vector -> backend vector cannot run here", "remove -Xint");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-XX:-UseFMA",
                "-XX:+UnlockExperimentalVMOptions -XX:-EnableVectorSupport",
                // Of this one the JVM says nothing: a loop is timed.
                "-XX:+UnlockDiagnosticVMOptions -XX:DisableIntrinsic=_VectorTernaryOp"
            })
    void whereVectorsAreEmulatedPlainLoopsAreFaster(String flags) throws Exception {
        List<String> words = new ArrayList<>(List.of(flags.split(" ")));
        words.addFirst("--add-modules=jdk.incubator.vector");
        assertThat(run(words, "auto", "vector"))
                .contains("auto -> scalar: ", "slow (auto: no vector backend, the JVM emulates ")
                .contains("vector -> backend vector cannot run here: the JVM emulates ", "remove " + words.getLast());
    }

    @Test
    void vectorsThatATimedLoopProvesAreTaken() throws Exception {
        assertThat(run(List.of("--add-modules=jdk.incubator.vector", "-XX:MaxInlineLevel=15"), "auto"))
                .contains("auto -> vector: ");
    }

    @Test
    void badThreadsAreAnError() throws Exception {
        assertThat(run(List.of("-Dazulejo.threads=many"), "scalar"))
                .contains("-Dazulejo.threads=many: expected a whole number of at least 1");
    }

    private static String run(List<String> flags, String... names) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(flags);
        command.add("-cp");
        command.add(System.getProperty("java.class.path"));
        command.add(Chooser.class.getName());
        command.addAll(List.of(names));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(out).isZero();
        return out;
    }
}
