package dev.azulejo.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.azulejo.cli.Checkout.Started;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The launcher in the environments of other people. */
class LauncherTest {
    private static final Map<String, String> NOTHING = Map.of();

    @TempDir
    Path folder;

    private Checkout checkout;

    @BeforeEach
    void aCheckout() throws IOException {
        assumeTrue(Files.isExecutable(Path.of("/bin/sh")), "the launcher is a script of the shell");
        checkout = Checkout.in(folder, "the checkout of Frau Müller");
    }

    private Started start(Map<String, String> environment, String... arguments) throws Exception {
        return checkout.start(environment, arguments);
    }

    @Test
    void theModelInTheBoxIsNamedToTheCommand() throws Exception {
        assertThat(start(NOTHING).succeeded().flags()).noneMatch(flag -> flag.contains("azulejo.model"));
        Path model = checkout.root().resolve("models/fashion-mnist.azulejo");
        Files.createDirectories(model.getParent());
        Files.writeString(model, "");
        assertThat(start(NOTHING).succeeded().flags()).contains("-Dazulejo.model=" + model);
    }

    @Test
    void anApplicationImageHasItsOwnRunTimeAndIsNotBuilt() throws Exception {
        Path java = checkout.root().resolve("runtime/bin/java");
        Files.createDirectories(java.getParent());
        Files.copy(checkout.tools().resolve("jdk/bin/java"), java, StandardCopyOption.COPY_ATTRIBUTES);
        Started started = start(NOTHING, "sample").succeeded();
        assertThat(started.arguments()).containsExactly("sample");
        assertThat(started.out().get(started.out().indexOf("-p") + 1))
                .isEqualTo(checkout.root().resolve("lib").toString());
        assertThat(checkout.builds()).isZero();
    }

    // ---- Builds

    @Test
    void itBuildsOnceAndThenWhatChanged() throws Exception {
        assertThat(start(NOTHING).succeeded().err())
                .contains("azulejo: building, this once", "azulejo: building engine");
        assertThat(start(NOTHING).succeeded().err()).doesNotContain("building");
        Files.writeString(checkout.source("nn"), "class Changed {}");
        assertThat(start(NOTHING).succeeded().err()).contains("azulejo: building what changed");
        Files.delete(checkout.source("vqvae2"));
        start(NOTHING).succeeded();
        assertThat(checkout.builds()).isEqualTo(3);
    }

    @Test
    void timesAloneAreNoChange() throws Exception {
        start(NOTHING).succeeded();
        for (String time : List.of("2000-01-01T00:00:00Z", Instant.now().toString(), "2100-01-01T00:00:00Z")) {
            Files.setLastModifiedTime(checkout.source("engine"), FileTime.from(Instant.parse(time)));
            start(NOTHING).succeeded();
        }
        assertThat(checkout.builds()).isEqualTo(1);
        Files.writeString(checkout.source("nn"), "class Changed {}");
        start(NOTHING).succeeded();
        assertThat(checkout.builds()).isEqualTo(2);
    }

    @Test
    void aBuildThatFailsSaysWhyAndLeavesTheOneBefore() throws Exception {
        start(NOTHING).succeeded();
        Files.writeString(checkout.root().resolve("pom.broken"), "");
        Files.writeString(checkout.source("nn"), "class Broken {}");
        Started failed = start(NOTHING);
        assertThat(failed.status()).isEqualTo(1);
        assertThat(failed.err()).contains("[ERROR] it is broken", "azulejo: the build failed, all of it is in ");
        assertThat(checkout.state().resolve("lib/azulejo-cli.jar")).exists();
        Files.delete(checkout.root().resolve("pom.broken"));
        start(NOTHING).succeeded();
    }

    @Test
    void aFolderThatCannotBeWrittenIsSaid() throws Exception {
        Files.writeString(checkout.state(), "a file");
        Started refused = start(NOTHING);
        assertThat(refused.status()).isEqualTo(1);
        assertThat(refused.err()).startsWith("azulejo: cannot write to ").hasLineCount(1);

        Files.delete(checkout.state());
        start(NOTHING).succeeded();
        Files.createDirectory(checkout.state().resolve("sources.new"));
        Files.writeString(checkout.source("nn"), "class Changed {}");
        assertThat(start(NOTHING).succeeded().err())
                .contains("azulejo: the sources changed, but nothing can be written in ");
        assertThat(checkout.builds()).isEqualTo(1);
    }

    @Test
    void aLockWhoseBuilderIsGoneHoldsNobody() throws Exception {
        String host = checkout.run(NOTHING, List.of("uname", "-n")).out().getFirst();
        long alive = ProcessHandle.current().pid();
        for (String owner : List.of(host + " 99999999 1", host + " " + alive + " 1", host + " " + alive, host, "")) {
            Files.createDirectories(checkout.state());
            if (!owner.isEmpty()) {
                Files.createSymbolicLink(checkout.state().resolve("building"), Path.of(owner));
            }
            Files.createDirectories(checkout.state().resolve("lock"));
            Files.writeString(checkout.state().resolve("lock/pid"), Long.toString(alive));
            Files.writeString(checkout.source("nn"), "class Changed { /* " + owner + " */ }");
            assertThat(start(NOTHING).succeeded().err()).contains("building");
            assertThat(Files.isSymbolicLink(checkout.state().resolve("building")))
                    .isFalse();
        }
        assertThat(checkout.builds()).isEqualTo(5);
    }

    @Test
    void twoAtOnceBuildOnce() throws Exception {
        Started both = checkout.run(
                Map.of("AZULEJO", checkout.launcher().toString()),
                List.of("sh", "-c", "\"$AZULEJO\" & \"$AZULEJO\" & wait"));
        assertThat(both.err()).doesNotContain("cannot", "No such");
        assertThat(checkout.builds()).isEqualTo(1);
    }

    // ---- Places

    @ParameterizedTest
    @ValueSource(strings = {"a:b", "größe", "a'b\"c", "$HOME * [x]", "-n"})
    void aCheckoutMayBeCalledAnything(String name) throws Exception {
        checkout = Checkout.in(folder, name);
        Started started = start(Map.of("HOME", folder.toString(), "XDG_CACHE_HOME", ""), "info")
                .succeeded();
        assertThat(started.arguments()).containsExactly("info");
        String libraries = started.out().get(started.out().indexOf("-p") + 1);
        assertThat(libraries).doesNotContain(":");
        assertThat(Path.of(libraries).resolve("azulejo-cli.jar")).exists();
        start(Map.of("HOME", folder.toString())).succeeded();
        assertThat(checkout.builds()).isEqualTo(1);
    }

    @Test
    void aColonWithoutAPlaceForALinkIsSaid() throws Exception {
        checkout = Checkout.in(folder, "a:b");
        Started refused = start(Map.of("HOME", "", "XDG_CACHE_HOME", ""));
        assertThat(refused.status()).isEqualTo(1);
        assertThat(refused.err())
                .contains("Java cannot use the path", "XDG_CACHE_HOME")
                .hasLineCount(1);
    }

    @Test
    void aNameThatIsNoTextIsReachedByALink() throws Exception {
        Started started = checkout.run(
                Map.of("CHECKOUT", checkout.root().toString(), "HOME", folder.toString(), "XDG_CACHE_HOME", ""),
                List.of("sh", "-c", "n=$(printf 'M\\374ller'); cp -R \"$CHECKOUT\" \"$n\" && \"$n/azulejo\" info"));
        assertThat(started.succeeded().out().get(started.out().indexOf("-p") + 1))
                .startsWith(folder.resolve(".cache/azulejo/checkout-").toString());
    }

    @Test
    void itIsFoundThroughLinksFromAnywhere() throws Exception {
        Files.createDirectories(folder.resolve("bin/azulejo"));
        Files.createSymbolicLink(folder.resolve("bin/a"), Path.of("b"));
        Files.createSymbolicLink(folder.resolve("bin/b"), checkout.launcher());
        checkout.run(Map.of("CDPATH", folder.toString(), "IFS", "/"), List.of("bin/a", "info"))
                .succeeded();
        checkout.run(NOTHING, List.of("sh", checkout.launcher().toString(), "info"))
                .succeeded();
    }

    // ---- What reaches the JVM

    @Test
    void argumentsArriveAsTheyWere() throws Exception {
        String[] arguments = {"größe 1", "", "*", "'", "\"", "$HOME `id`", "@file", "-X", "a\\b"};
        assertThat(start(NOTHING, arguments).succeeded().arguments()).containsExactly(arguments);
        assertThat(start(Map.of("AZULEJO_OPTS", "-Da=b"), arguments).arguments())
                .containsExactly(arguments);
    }

    @ParameterizedTest
    @ValueSource(strings = {"JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS", "AZULEJO_OPTS"})
    void flagsOfTheEnvironmentWin(String variable) throws Exception {
        String[] ours = {
            "-XX:+UseSerialGC", "-XX:MaxNewSize=24m", "-XX:ObjectAlignmentInBytes=64", "-XX:MaxRAMPercentage=70"
        };
        assertThat(flags(NOTHING)).contains(ours);
        assertThat(flags(Map.of(variable, "-Dx=1 -Xmx8g"))).contains(ours);
        for (String collector : List.of("Serial", "Parallel", "G1", "Z", "Shenandoah", "Epsilon", "Future")) {
            assertThat(flags(Map.of(variable, "-Dx=1 -XX:+Use" + collector + "GC -Dy=2")))
                    .filteredOn(flag -> flag.contains("GC") || flag.contains("MaxNewSize"))
                    .hasSize(variable.equals("AZULEJO_OPTS") ? 1 : 0);
        }
        assertThat(flags(Map.of(variable, "-XX:-UseGCOverheadLimit"))).contains(ours);
        assertThat(flags(Map.of(variable, "-Xmn1g"))).doesNotContain("-XX:MaxNewSize=24m");
        assertThat(flags(Map.of(variable, "-XX:MaxRAMPercentage=50"))).doesNotContain("-XX:MaxRAMPercentage=70");
        assertThat(flags(Map.of(variable, "-XX:ObjectAlignmentInBytes=16")))
                .doesNotContain("-XX:ObjectAlignmentInBytes=64");
        assertThat(flags(Map.of(variable, "-XX:Flags=some.flags"))).doesNotContain(ours);
    }

    private List<String> flags(Map<String, String> environment) throws Exception {
        return start(environment).succeeded().flags();
    }

    @Test
    void flagsMayHoldSpacesAndAreNoPatterns() throws Exception {
        String flags = "-Da='b c'  -Dd=\"it's\" -De=*\t-Df=\\ g -Dh=$HOME`id` ";
        assertThat(flags(Map.of("AZULEJO_OPTS", flags)))
                .endsWith("-Da=b c", "-Dd=it's", "-De=*", "-Df= g", "-Dh=$HOME`id`");
        assertThat(flags(Map.of("AZULEJO_OPTS", "  "))).isEqualTo(flags(NOTHING));
        Started refused = start(Map.of("AZULEJO_OPTS", "-Da='b"));
        assertThat(refused.status()).isEqualTo(1);
        assertThat(refused.err()).isEqualTo("azulejo: AZULEJO_OPTS=-Da='b: a quote is not closed\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"LC_ALL=C", "LC_ALL=POSIX", "LC_ALL=xx_XX.UTF-8", "LANG=C"})
    void namesOfFilesAreKnownWhateverTheLocale(String locale) throws Exception {
        Map<String, String> environment = new HashMap<>(Map.of("LC_ALL", "", "LC_CTYPE", "", "LANG", ""));
        int equals = locale.indexOf('=');
        environment.put(locale.substring(0, equals), locale.substring(equals + 1));
        assertThat(start(environment).succeeded().out().getFirst()).matches("LC_ALL=.*\\.(UTF-|utf)8");
    }

    @Test
    void theTemporaryFolderIsTheUsers() throws Exception {
        Path scratch = Files.createDirectory(folder.resolve("a scratch"));
        assertThat(flags(Map.of("TMPDIR", scratch.toString()))).contains("-Djava.io.tmpdir=" + scratch);
        assertThat(flags(Map.of("TMPDIR", scratch.toString(), "JAVA_TOOL_OPTIONS", "-Djava.io.tmpdir=/x")))
                .noneMatch(flag -> flag.startsWith("-Djava.io.tmpdir"));
        assertThat(flags(Map.of("TMPDIR", folder.resolve("none").toString())))
                .noneMatch(flag -> flag.startsWith("-Djava.io.tmpdir"));
        assertThat(scratch).isEmptyDirectory();
    }

    @Test
    void tornadoVmBringsItsFlagsAndNoSecondCollector() throws Exception {
        Path home = Files.createDirectory(folder.resolve("an SDK"));
        Files.writeString(home.resolve("tornado-argfile"), """
            # === JVM mode ===
            -XX:+EnableJVMCI
            -XX:+UseParallelGC

            -Djava.library.path=/sdk/lib
            --module-path .:/sdk/share
            --upgrade-module-path /sdk/graal
            --add-exports jdk.graal.compiler/a=tornado.runtime
            """);
        Map<String, String> with = Map.of("TORNADOVM_HOME", home.toString(), "AZULEJO_OPTS", "-Dmine=1");
        Started started = start(with, "info").succeeded();
        assertThat(started.flags())
                .containsSubsequence(
                        "-XX:+EnableJVMCI",
                        "-Djava.library.path=/sdk/lib",
                        "--upgrade-module-path",
                        "/sdk/graal",
                        "--add-exports",
                        "jdk.graal.compiler/a=tornado.runtime",
                        "-Dmine=1")
                .contains("-XX:+UseSerialGC")
                .doesNotContain("-XX:+UseParallelGC", "--module-path", "# === JVM mode ===", "");
        assertThat(started.out().get(started.out().indexOf("-p") + 1)).matches("/sdk/share:.*/lib");

        assertThat(start(with, "info", "--backend", "vector").succeeded().flags())
                .isEqualTo(flags(Map.of("AZULEJO_OPTS", "-Dmine=1")));
        assertThat(start(Map.of("TORNADOVM_HOME", "/nowhere")).succeeded().err())
                .contains("azulejo: TORNADOVM_HOME=/nowhere holds no tornado-argfile");
    }

    // ---- Streams

    @Test
    void onlyResultsGoToStdoutAndOneWarningNowhere() throws Exception {
        start(NOTHING).succeeded();
        Started started = start(NOTHING).succeeded();
        assertThat(started.out()).doesNotContain("words on stdout");
        assertThat(started.err().lines()).containsExactlyInAnyOrder("words on stdout", "words on stderr");
    }

    @ParameterizedTest
    @ValueSource(strings = {"2>&-", "<&-", "2>&- <&-"})
    void closedStreamsHoldNobody(String closed) throws Exception {
        start(NOTHING).succeeded();
        Started started = checkout.run(
                Map.of("AZULEJO", checkout.launcher().toString()),
                List.of("sh", "-c", "\"$AZULEJO\" info --json " + closed));
        assertThat(started.succeeded().arguments()).containsExactly("info", "--json");
    }

    @Test
    void resultsThatNobodyCanReadAreAnError() throws Exception {
        start(NOTHING).succeeded();
        assertThat(checkout.run(
                                Map.of("AZULEJO", checkout.launcher().toString()),
                                List.of("sh", "-c", "\"$AZULEJO\" info >&-"))
                        .status())
                .isNotZero();
    }

    @Test
    void shellsAgree() throws Exception {
        List<List<String>> shells = List.of(
                List.of("sh"),
                List.of("dash"),
                List.of("bash"),
                List.of("bash", "--posix"),
                List.of("busybox", "sh"),
                List.of("ksh"));
        for (List<String> words : shells) {
            if (checkout.run(NOTHING, List.of("sh", "-c", "command -v " + words.getFirst()))
                            .status()
                    == 0) {
                List<String> command = new ArrayList<>(words);
                command.addAll(List.of(checkout.launcher().toString(), "a b"));
                assertThat(checkout.run(Map.of("AZULEJO_OPTS", "-Da='b c'"), command)
                                .succeeded()
                                .arguments())
                        .as(words.toString())
                        .containsExactly("a b");
            }
        }
    }
}
