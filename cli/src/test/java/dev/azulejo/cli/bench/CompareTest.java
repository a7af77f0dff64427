package dev.azulejo.cli.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.azulejo.cli.Ran;
import dev.azulejo.cli.bench.peer.Child;
import dev.azulejo.cli.bench.peer.ComparedRow;
import dev.azulejo.cli.bench.peer.Comparison;
import dev.azulejo.cli.bench.peer.LaneLimit;
import dev.azulejo.cli.terminal.Machine;
import dev.azulejo.nn.io.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** Comparing with PyTorch: here what stands for it is a script, and Azulejo is a JVM of its own. */
class CompareTest {
    @TempDir
    Path folder;

    private Path python(String figures) throws IOException {
        Path script = folder.resolve("python");
        Files.writeString(
                script,
                "#!/bin/sh\ncase \"$*\" in *version*) echo '{\"torch\": \"9.9\"}' ;; *) " + figures + " ;; esac\n");
        return Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
    }

    private static Ran compare(Object... options) {
        Object[] common = {
            "bench", "compare", "--warmup", 1, "--iterations", 1, "--warmup-seconds", 0.001, "--seconds", 0.001
        };
        return Ran.azulejo(Stream.concat(Stream.of(common), Stream.of(options)).toArray());
    }

    private static JsonObject row(Ran ran) {
        List<Object> rows = ran.json().list("rows");
        assertThat(rows).hasSize(1);
        return JsonObject.of(rows.getFirst(), "row");
    }

    @Test
    void ratiosOfPairs() throws IOException {
        Path slow = python("echo '{\"step_milliseconds\": 1e9}'");
        Ran ran = compare("--python", slow, "--only", "gemm-512-one", "--runs", 2, "--check", "--json");
        JsonObject row = row(ran);
        assertThat(row.number("ratio")).isGreaterThan(1000);
        assertThat(row.number("ratio_min")).isLessThanOrEqualTo(row.number("ratio_max"));
        assertThat(row.number("pytorch")).isEqualTo(1e9);
        assertThat(row.flag("passed")).isTrue();
        assertThat(ran.err()).contains("PyTorch 9.9");
    }

    @Test
    void whatIsTooSlowFailsTheCheck() throws IOException {
        Path fast = python("echo '{\"step_milliseconds\": 1e-6}'");
        Ran ran = compare("--python", fast, "--only", "quantize", "--runs", 1, "--threads", 1, "--check", "--quiet");
        assertThat(ran.status()).isEqualTo(1);
        assertThat(ran.out()).contains("at least 3.0: missed");
        assertThat(ran.err().lines()).hasSize(1);
        assertThat(ran.err()).contains("azulejo: quantize-16384: 0.00 times PyTorch's speed, wanted at least 3.0");
    }

    @Test
    void withoutPythonAzulejosColumnIsLeft() {
        Path nowhere = folder.resolve("nowhere");
        Ran ran = compare("--python", nowhere, "--only", "gemm-512-one", "--runs", 1, "--quiet", "--json");
        JsonObject row = row(ran);
        assertThat(row.number("azulejo")).isPositive();
        assertThat(row.members().get("ratio")).isNull();
        assertThat(ran.err().lines()).hasSize(1);
        assertThat(ran.err()).contains("cannot run " + nowhere, "only Azulejo runs", "--python");
    }

    @Test
    @EnabledIfSystemProperty(named = "os.arch", matches = "amd64|x86_64")
    void bothSidesCanBeHeldToAvx2() throws IOException {
        assumeTrue(Machine.lanes() >= 8);
        Path telling = python("""
            [ "$ONEDNN_MAX_CPU_ISA $MKL_ENABLE_INSTRUCTIONS $ATEN_CPU_CAPABILITY" = "AVX2 AVX2 avx2" ] &&
            echo '{"step_milliseconds": 1}'\
            """);
        Ran ran = compare("--python", telling, "--only", "gemm-512-one", "--runs", 1, "--lanes", 8, "--json");
        assertThat(row(ran).number("pytorch")).isEqualTo(1);
        assertThat(ran.json().number("lanes")).isEqualTo(8);
        assertThat(Child.azulejo(LaneLimit.to(8).flags(), List.of("info"))).contains("-XX:UseAVX=2");
        assertThat(compare("--lanes", 16).err()).contains("--lanes 16: both sides can be held to 8 (AVX2) only");
    }

    @Test
    void aPeerThatFailsSaysSoInOneLine() throws IOException {
        Path failing = python("echo 'Traceback' >&2; echo 'RuntimeError: no such kernel' >&2; exit 1");
        Ran ran = compare("--python", failing, "--only", "gemm-512-one", "--runs", 3, "--quiet");
        assertThat(ran.status()).isZero();
        assertThat(ran.err().lines()).hasSize(1);
        assertThat(ran.err()).contains("PyTorch failed at gemm-512-one: ", "no such kernel");
        assertThat(ran.out()).contains("gemm 512, one thread");
    }

    @Test
    void processorTimeIsThatOfOneThread() throws IOException {
        Path telling = python("case \"$*\" in *--processor-time*) echo '{\"step_milliseconds\": 1}' ;; esac");
        Ran ran =
                compare("--python", telling, "--only", "gemm-512-one", "--runs", 1, "--threads", 1, "--processor-time");
        assertThat(ran.err()).contains("threads 1, runs of each 1, processor time");
        assertThat(ran.out()).contains("1.000 ms");
        Ran two = compare("--only", "gemm-512-one", "--threads", 2, "--processor-time");
        assertThat(two.status()).isEqualTo(2);
        assertThat(two.err()).contains("--processor-time counts one thread, and 2 compute: add --threads 1");
    }

    @Test
    void bothSidesReadTheSameImagesWhichAreGoneAfterwards() throws IOException {
        Path asked = folder.resolve("asked");
        Path telling = python("echo \"$*\" > " + asked + "; echo '{\"step_milliseconds\": 1}'");
        Ran ran = compare("--python", telling, "--only", "decode-jpeg", "--runs", 1, "--quiet");
        assertThat(ran.out()).contains("decoding 200 JPEGs of 512x512");
        String words = Files.readString(asked);
        Path images = Path.of(words.replaceAll("(?s).*--folder ([^ ]+).*", "$1"));
        assertThat(images).doesNotExist();
        assertThat(images.getFileName().toString()).startsWith("azulejo-images");
    }

    @Test
    void memoryIsWantedSmallAndSpeedLarge() {
        Comparison.Row memory = new Comparison.Row("memory-step", "peak", Comparison.Row.MEMORY, 0.8);
        ComparedRow less = new ComparedRow(memory, List.of(70.0, 50.0, 60.0), List.of(100.0, 100.0, 100.0));
        assertThat(less.ratio()).isEqualTo(0.6);
        assertThat(less.passes()).isTrue();
        Comparison.Row speed = new Comparison.Row("step-256", "step", Comparison.Row.STEP, 2);
        assertThat(new ComparedRow(speed, List.of(50.0), List.of(99.0)).passes())
                .isFalse();
        assertThat(new ComparedRow(speed, List.of(50.0), List.of(100.0)).passes())
                .isTrue();
        assertThat(new ComparedRow(speed, List.of(50.0), List.of()).passes()).isFalse();
    }

    @Test
    void everyFigureHasItsOwnName() {
        List<String> names = Comparison.all(true).stream()
                .flatMap(comparison -> comparison.rows().stream())
                .map(Comparison.Row::id)
                .toList();
        assertThat(names)
                .doesNotHaveDuplicates()
                .contains(
                        "memory-step",
                        "conv-3x3-weights",
                        "gemm-1000x777x333-all",
                        "prior-sample-top-1",
                        "step-small-grey");
    }
}
