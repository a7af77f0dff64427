package dev.azulejo.cli.bench.growth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.azulejo.cli.Ran;
import dev.azulejo.nn.io.Json;
import dev.azulejo.nn.io.JsonObject;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xml.sax.InputSource;

/** How cost grows: what is measured, where it is said to fall off a cliff, and the pictures. */
class GrowthTest {
    /** Where children of this JVM find their classes. */
    private static final String CLASS_PATH = "surefire.test.class.path";

    private static final String[] FEW = "--warmup 1 --iterations 1 --warmup-seconds 0.001 --seconds 0.001".split(" ");

    @TempDir
    Path folder;

    private static Grown grown(String id, double... gflops) {
        Sweep sweep = Sweep.all(2).stream()
                .filter(one -> one.id().equals(id))
                .findFirst()
                .orElseThrow();
        return new Grown(
                sweep,
                IntStream.range(0, gflops.length)
                        .mapToObj(i -> new Point(
                                sweep.sizes().get(i), new Cost(10, 1 << 20), new Cost(20, 1 << 21), gflops[i] / 100))
                        .toList());
    }

    @Test
    void aLargerSizeThatIsMuchSlowerIsACliff() {
        assertThat(grown("images", 100, 200, 160, 300, 290).cliff()).isEmpty();
        assertThat(grown("images", 100, 200, 140).cliff())
                .hasValue("height and width 128: 70 % of the GFLOP/s of smaller ones");
        assertThat(grown("threads", 100, 190).cliff()).isEmpty();
        assertThat(grown("threads", 100, 140).cliff()).hasValue("threads 2: 70 % of the GFLOP/s of smaller ones");
    }

    @Test
    void aQuickOneTakesTheEndsAndTheMiddle() {
        assertThat(Sweep.all(2))
                .extracting(sweep -> sweep.quick().sizes())
                .contains(List.of(32, 128, 512), List.of(1, 2));
        assertThat(Sweep.all(6)).extracting(Sweep::sizes).contains(List.of(1, 2, 4, 6));
    }

    @Test
    void pageAndPictureHoldEveryPlot() throws Exception {
        Growth.begin(folder.resolve("new"));
        assertThat(folder.resolve("new/growth.html")).content().contains("Nothing is measured yet");
        Roofline roofline = new Roofline(
                Map.of(1, 100.0, 2, 190.0),
                20,
                List.of(new Roofline.Kernel("a", 3, 50), new Roofline.Kernel("b", 90, 300)));
        new Growth("a machine", 2, List.of(grown("images", 100, 200), grown("threads", 100, 190)), roofline)
                .write(folder);
        assertThat(folder.resolve("growth.html"))
                .content()
                .contains("a machine", "milliseconds of a step, batch 4", "a product of matrices")
                .doesNotContain("<script");
        String svg = Files.readString(folder.resolve("growth.svg"));
        var plots = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new InputSource(new StringReader(svg)))
                .getElementsByTagName("g");
        assertThat(plots.getLength()).isEqualTo(2 * 7);
        assertThat(JsonObject.of(Json.read(Files.readString(folder.resolve("growth.json")), "growth"), "growth")
                        .list("sweeps"))
                .hasSize(2);
    }

    /**
     * Lays down what children run in place of this program, which takes seconds to warm up: it prints what the same benchmark,
     * run here on something tiny, printed, and writes down what it was asked.
     */
    private Path standIn() throws IOException {
        Path home = Files.createDirectories(folder.resolve("stand-in"));
        Path source = home.resolve("Azulejo.java");
        Files.writeString(source, """
            package dev.azulejo.cli;
            import java.nio.file.*;
            class Azulejo {
                public static void main(String[] words) throws Exception {
                    Path home = Path.of("%s");
                    String asked = String.join(" ", words) + "\\n";
                    Files.writeString(home.resolve("asked"), asked, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
                    System.out.write(Files.readAllBytes(home.resolve(words[1])));
                    System.out.flush();
                }
            }
            """.formatted(home));
        assertThat(ToolProvider.getSystemJavaCompiler().run(null, null, null, "-d", home.toString(), source.toString()))
                .isZero();
        for (String tiny : List.of(
                "gemm --size 8",
                "bandwidth",
                "step --kernels --image-size 16 --batch 1 --hidden 8 --codes 16 --code-dim 4")) {
            Ran ran = Ran.azulejo(Stream.of(("bench " + tiny).split(" "), FEW, "--json --quiet".split(" "))
                    .flatMap(Stream::of)
                    .toArray());
            ran.json();
            Files.writeString(home.resolve(List.of(tiny.split(" ")).getFirst()), ran.out());
        }
        return home;
    }

    /** A short run beside a PyTorch that answers by the words it is given: cases of a shell. */
    private Ran grow(String answers, Object... more) throws IOException {
        String before = System.setProperty(CLASS_PATH, standIn().toString());
        try {
            return growing(answers, more);
        } finally {
            if (before == null) {
                System.clearProperty(CLASS_PATH);
            } else {
                System.setProperty(CLASS_PATH, before);
            }
        }
    }

    private Ran growing(String answers, Object... more) throws IOException {
        Path python = folder.resolve("python");
        Files.writeString(python, """
            #!/bin/sh
            case "$*" in
              *version*) echo '{"torch": "9.9"}' ;;
              %s
            esac
            """.formatted(answers));
        Files.setPosixFilePermissions(python, PosixFilePermissions.fromString("rwx------"));
        Stream<Object> words = Stream.of("bench", "growth", "--python", python, "--out", folder.resolve("out"));
        return Ran.azulejo(Stream.of(words, Stream.of((Object[]) FEW), Stream.of(more), Stream.of("--json", "--quiet"))
                .flatMap(each -> each)
                .toArray());
    }

    /** What the stand-in was given for an option, from the first time on. */
    private List<String> asked(String option) throws IOException {
        return Files.readAllLines(folder.resolve("stand-in/asked")).stream()
                .map(line -> List.of(line.split(" ")))
                .filter(words -> words.contains(option))
                .map(words -> words.get(words.indexOf(option) + 1))
                .toList();
    }

    @Test
    void everySizeIsMeasuredOnBothSidesUnlessPyTorchFails() throws IOException {
        Ran ran = grow("""
            *"--hidden 256"*) echo 'RuntimeError: too much' >&2; exit 1 ;;
            *) echo '{"step_milliseconds": 1e9, "peak_memory_bytes": 1e9}' ;;
            """, "--quick", "--only", "hidden");
        JsonObject sweep = JsonObject.of(ran.json().list("sweeps").getFirst(), "sweep");
        List<Object> points = sweep.list("points");
        assertThat(points).hasSize(3);
        assertThat(JsonObject.of(points.getFirst(), "point").object("pytorch").number("milliseconds"))
                .isEqualTo(1e9);
        assertThat(JsonObject.of(points.getLast(), "point").members().get("pytorch"))
                .isNull();
        assertThat(asked("--hidden")).containsExactly("32", "96", "256", "256"); // The last again, without PyTorch.
        assertThat(ran.err()).contains("hidden 256: ", "too much; without PyTorch");
        assertThat(folder.resolve("out/growth.svg")).exists();
        assertThat(ran.json().object("roofline").number("gigabytes_per_second")).isPositive();
    }

    @Test
    void bothSidesComputeWithTheThreadsOfTheirPoint() throws Exception {
        Ran ran = grow("""
            *"--threads 1 "*) echo '{"step_milliseconds": 1e9, "peak_memory_bytes": 1e9}' ;;
            *"--threads 2 "*) echo '{"step_milliseconds": 6e8, "peak_memory_bytes": 1e9}' ;;
            """, "--only", "threads", "--threads", 2);
        JsonObject sweep = JsonObject.of(ran.json().list("sweeps").getFirst(), "sweep");
        assertThat(sweep.list("points").stream().map(point -> JsonObject.of(point, "point")))
                .extracting(
                        point -> point.number("size"),
                        point -> point.object("pytorch").number("milliseconds"))
                .containsExactly(tuple(1.0, 1e9), tuple(2.0, 6e8));
        assertThat(asked("--threads")).containsExactly("1", "2", "2", "2", "1", "2"); // First what the machine can do.
        assertThat(ran.json().object("roofline").object("product_gflops").members())
                .containsOnlyKeys("1", "2");
        assertThat(folder.resolve("out/growth.svg"))
                .content()
                .contains("milliseconds of a step, 128x128, batch 8", "PyTorch");
    }

    @Test
    void whatItDoesNotKnowIsRefusedAtOnce() throws IOException {
        Ran.azulejo("bench", "growth", "--only", "colour", "--out", folder)
                .failed(2, "--only colour: known are images, batch");
        Path file = Files.writeString(folder.resolve("file"), "");
        Ran.azulejo("bench", "growth", "--out", file.resolve("in")).failed(1, "cannot write");
    }
}
