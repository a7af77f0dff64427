package dev.azulejo.cli.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import dev.azulejo.cli.Ran;
import dev.azulejo.nn.io.JsonObject;
import dev.azulejo.priors.bundle.Bundle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every command that uses a run takes a bundle of it, and leaves nothing behind. */
class BundleCommandsTest {
    private static final Path RUN = Path.of("src/test/resources/runs/0.1/ema");
    private static final Path IMAGES = Path.of("src/test/resources/runs/0.1/images");

    @TempDir
    static Path folder;

    private static Path bundle;

    @TempDir
    Path out;

    @BeforeAll
    static void export() {
        bundle = folder.resolve("golden-" + System.nanoTime() + ".azulejo");
        JsonObject said = Ran.azulejo("export", "--run", RUN, "--to", "bundle", "--out", bundle, "--json", "--quiet")
                .json();
        assertThat(said.text("format")).isEqualTo("bundle");
        assertThat(said.text("out")).isEqualTo(bundle.toString());
    }

    @AfterEach
    void nothingIsLeftBehind() throws IOException {
        try (Stream<Path> all = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
            assertThat(all.map(temporary -> temporary.resolve(bundle.getFileName())))
                    .noneMatch(Files::isDirectory);
        }
    }

    @Test
    void samplesAreThoseOfTheRun() throws IOException {
        Path first = out.resolve("first.png");
        Path second = out.resolve("second.png");
        Ran.quietly("sample", "--run", RUN, "--count", 4, "--out", first).succeeded();
        Ran.quietly("sample", "--run", bundle, "--count", 4, "--out", second).succeeded();
        assertThat(second).hasSameBinaryContentAs(first);
    }

    @Test
    void isMeasuredAndLookedAtWithImagesThatAreNamed() {
        double run = Ran.quietly("evaluate", "--run", RUN, "--data", IMAGES, "--json")
                .json()
                .number("mse");
        assertThat(Ran.quietly("evaluate", "--run", bundle, "--data", IMAGES, "--json")
                        .json()
                        .number("mse"))
                .isEqualTo(run);
        for (List<Object> command : List.<List<Object>>of(
                List.of("analyze", "--out", out),
                List.of("complete", "--out", out.resolve("c.png"), "--times", 1),
                List.of("reconstruct", "--out", out.resolve("r.png")),
                List.of("interpolate", "--out", out.resolve("i.png"), "--steps", 2),
                List.of("encode", "--out", out.resolve("codes.safetensors")))) {
            List<Object> words = new ArrayList<>(command);
            words.addAll(List.of("--run", bundle, "--data", IMAGES));
            Ran.quietly(words.toArray()).succeeded();
        }
        assertThat(out.resolve("levels.png")).exists();
        Ran.quietly(
                        "export",
                        "--run",
                        bundle,
                        "--to",
                        "npy",
                        "--codes",
                        out.resolve("codes.safetensors"),
                        "--out",
                        out.resolve("npy"))
                .succeeded();
        Ran.quietly("export", "--run", bundle, "--to", "pytorch", "--out", out.resolve("weights.safetensors"))
                .succeeded();
        Ran.quietly("analyze", "--run", bundle).failed(1, bundle + ": has no images of its own; name some with --data");
    }

    @Test
    void isReportedOnceItIsAFolder() throws IOException {
        Ran.quietly("report", "--run", bundle)
                .failed(1, bundle + ": is a bundle, which keeps no figures and no pictures");
        Ran.quietly("report", "--run", IMAGES.resolve("bars/01.png")).failed(1, "01.png: is no bundle");
        Path unzipped = out.resolve("unzipped");
        Bundle.read(bundle).unpack(unzipped);
        Ran.quietly("sample", "--run", unzipped, "--count", 2).succeeded();
        Ran.quietly("report", "--run", unzipped).succeeded();
        assertThat(unzipped.resolve("report.html"))
                .content()
                .contains("step 120 of 120", "data:image/png")
                .doesNotContain("None are drawn yet");
    }

    @Test
    void isNotTrained() throws IOException {
        String said =
                bundle + ": is a file; name the folder of a run, which holds run.json (a bundle of one is for use";
        Ran.quietly("train", "--run", bundle, "--resume", "--data", IMAGES).failed(1, said);
        Ran.quietly("train-prior", "--run", bundle, "--level", "top").failed(1, said);
        Ran.quietly("train-classifier", "--run", bundle).failed(1, said);
        Ran.quietly("train", "--run", bundle, "--data", IMAGES).failed(1, "is a file");
    }

    @Test
    void badOnesAreOneLine() throws IOException {
        byte[] whole = Files.readAllBytes(bundle);
        Path cut = Files.write(out.resolve("cut.azulejo"), Arrays.copyOf(whole, whole.length / 2));
        Ran.quietly("sample", "--run", cut)
                .failed(1, cut + ": is a bundle that is cut short or damaged; copy it again");
        Path text = Files.writeString(out.resolve("notes.txt"), "no bundle");
        Ran.quietly("sample", "--run", text).failed(1, text + ": is no bundle");
        Ran.quietly("sample", "--run", out.resolve("missing")).failed(1, "there is no such folder");
        Ran.quietly("sample", "--run", bundle, "--accept", 0.5)
                .failed(
                        1,
                        bundle + ": has no classifier yet; train it in the run that the bundle was made of, and export"
                                + " that again");
        Ran.quietly("export", "--run", RUN, "--to", "onnx", "--data", IMAGES, "--out", out.resolve("o"))
                .failed(2, "--data: is for --to bundle");
    }

    @Test
    void withoutARunItIsTheModelThatCameWithAzulejo() {
        Ran.quietly("sample").failed(2, "missing --run: name the folder of a run, or a bundle of one");
        System.setProperty("azulejo.model", bundle.toString());
        try {
            Ran ran = Ran.azulejo("sample", "--count", 2, "--out", out.resolve("box.png"));
            assertThat(ran.succeeded().err())
                    .contains("the model that comes with azulejo, " + bundle.getFileName() + " (--run names another)");
        } finally {
            System.clearProperty("azulejo.model");
        }
    }
}
