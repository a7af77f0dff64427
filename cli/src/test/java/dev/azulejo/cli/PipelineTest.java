package dev.azulejo.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.azulejo.cli.terminal.Interrupt;
import dev.azulejo.nn.io.JsonObject;
import dev.azulejo.nn.safetensors.SafetensorsFile;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole way from a folder of images to new ones, with every command's keys. */
class PipelineTest {
    @TempDir
    static Path folder;

    private static Path images;
    private static Path run;
    private static JsonObject trained;
    private static JsonObject encoded;

    @BeforeAll
    static void train() throws IOException {
        images = Shapes.write(folder.resolve("images"), 16);
        run = folder.resolve("run");
        trained = train(run, 12).json();
        encoded = Ran.azulejo("encode", "--run", run, "--data", images, "--json", "--quiet")
                .json();
        Runs.prior(run, "top", 4);
        Runs.prior(run, "bottom", 4);
    }

    private static Ran train(Path to, int steps, Object... more) {
        Object[] words = {
            "train",
            "--data",
            images,
            "--run",
            to,
            "--preset",
            "tiny",
            "--set",
            "restart_every=4",
            "--batch",
            8,
            "--steps",
            steps,
            "--evaluate-every",
            5,
            "--json",
            "--quiet"
        };
        return Ran.azulejo(java.util.stream.Stream.concat(java.util.Arrays.stream(words), java.util.Arrays.stream(more))
                .toArray());
    }

    @Test
    void trainReportsWhereItEnded() {
        assertThat(trained.members()).containsKeys("step", "loss", "mse", "images_per_second");
        assertThat(trained.whole("step")).isEqualTo(12);
        assertThat(trained.number("loss")).isPositive();
        assertThat(run.resolve("run.json")).exists();
        assertThat(run.resolve("metrics.jsonl")).exists();
        assertThat(run.resolve("checkpoints/12/model.safetensors")).exists();
    }

    @Test
    void threadsAndAStopInBetweenChangeNoBit() throws IOException {
        byte[] expected = Files.readAllBytes(run.resolve("checkpoints/12/model.safetensors"));
        byte[] metrics = Files.readAllBytes(run.resolve("metrics.jsonl"));
        Path one = folder.resolve("one-thread");
        train(one, 12, "--threads", 1).succeeded();
        Path stopped = folder.resolve("stopped");
        train(stopped, 5, "--threads", 2).succeeded();
        Ran.azulejo("train", "--run", stopped, "--resume", "--steps", 12, "--evaluate-every", 5, "--quiet")
                .succeeded();
        assertThat(stopped.resolve("run.json")).hasSameTextualContentAs(run.resolve("run.json"));
        for (Path other : new Path[] {one, stopped}) {
            assertThat(other.resolve("checkpoints/12/model.safetensors")).hasBinaryContent(expected);
            assertThat(other.resolve("metrics.jsonl")).hasBinaryContent(metrics);
        }
    }

    @Test
    void trainingThatIsToldToStopSavesItsStepAndSaysHowToGoOn() {
        Path told = folder.resolve("told");
        Interrupt interrupt = new Interrupt();
        interrupt.request();
        Ran.azulejo(interrupt, "train", "--data", images, "--run", told, "--preset", "tiny", "--steps", 9, "--quiet")
                .failed(130, "stopped after step 1", "azulejo train --run " + told + " --resume");
        JsonObject rest = Ran.azulejo("train", "--run", told, "--resume", "--json", "--quiet")
                .json();
        assertThat(rest.whole("step")).isEqualTo(9);
    }

    @Test
    void encodeWritesTheCodesOfEveryLevelAndTheLabels() {
        assertThat(encoded.whole("images")).isEqualTo(Shapes.IMAGES);
        assertThat(encoded.list("levels")).hasSize(2);
        SafetensorsFile codes = SafetensorsFile.read(run.resolve("codes.safetensors"));
        assertThat(codes.tensor("bottom").shape()).containsExactly(Shapes.IMAGES, 4, 4);
        assertThat(codes.tensor("top").shape()).containsExactly(Shapes.IMAGES, 2, 2);
        assertThat(codes.tensor("labels").shape()).containsExactly(Shapes.IMAGES);
    }

    @Test
    void aPriorGoesOnWhereItWasAndReportsItsNats() {
        JsonObject more = Ran.azulejo(
                        "train-prior", "--run", run, "--level", "top", "--resume", "--steps", 6, "--json", "--quiet")
                .json();
        assertThat(more.whole("step")).isEqualTo(6);
        assertThat(more.number("nats_per_code")).isBetween(0.0, 2 * Math.log(32));
    }

    @Test
    void samplesAreSingleImagesTooAndNoSheetReplacesAnother() throws IOException {
        Path apart = folder.resolve("new images");
        Ran.azulejo("sample", "--run", run, "--count", 3, "--out", apart + "/", "--quiet")
                .succeeded();
        try (var files = Files.list(apart)) {
            assertThat(files.map(f -> f.getFileName().toString()).sorted())
                    .containsExactly("0000.png", "0001.png", "0002.png");
        }
        assertThat(ImageIO.read(apart.resolve("0002.png").toFile()).getWidth()).isEqualTo(16);
        Ran.azulejo("sample", "--run", run, "--count", 3, "--out", apart, "--quiet")
                .failed(1, "not empty");

        String first = sheet("--temperature", 0, "--class", 0);
        String second = sheet("--temperature", 0, "--class", 0, "--seed", 9);
        assertThat(second).isNotEqualTo(first);
        assertThat(Files.readAllBytes(Path.of(first))).isEqualTo(Files.readAllBytes(Path.of(second)));
    }

    private static String sheet(Object... options) {
        List<Object> words = new ArrayList<>(List.of("sample", "--run", run, "--count", 2, "--quiet", "--json"));
        words.addAll(List.of(options));
        return Ran.azulejo(words.toArray()).json().text("out");
    }

    @Test
    void samplesAreAFunctionOfTheSeed() throws IOException {
        Path first = folder.resolve("s1.png");
        JsonObject json = Ran.azulejo(
                        "sample", "--run", run, "--count", 6, "--seed", 3, "--out", first, "--json", "--quiet")
                .json();
        assertThat(json.members()).containsKeys("images", "seconds", "codes_per_second");
        assertThat(json.whole("images")).isEqualTo(6);
        Path again = folder.resolve("s2.png");
        Ran.azulejo("sample", "--run", run, "--count", 6, "--seed", 3, "--out", again, "--threads", 1, "--quiet")
                .succeeded();
        assertThat(again).hasSameBinaryContentAs(first);
        Path other = folder.resolve("s3.png");
        Ran.azulejo("sample", "--run", run, "--count", 6, "--seed", 4, "--out", other, "--quiet")
                .succeeded();
        assertThat(Files.mismatch(first, other)).isNotEqualTo(-1);
    }

    @Test
    void aClassIsChosenByNumberOrByName() {
        Path byNumber = folder.resolve("c1.png");
        Path byName = folder.resolve("c2.png");
        Ran.azulejo("sample", "--run", run, "--count", 2, "--class", 1, "--out", byNumber, "--quiet")
                .succeeded();
        Ran.azulejo("sample", "--run", run, "--count", 2, "--class", "Stripes", "--out", byName, "--quiet")
                .succeeded();
        assertThat(byName).hasSameBinaryContentAs(byNumber);
        Ran.azulejo("sample", "--run", run, "--count", 2, "--class", " stripes ", "--out", byName)
                .succeeded();
        Ran.azulejo("sample", "--run", run, "--class", "strips").failed(2, "did you mean \"stripes\"?");
        Ran.azulejo("sample", "--run", run, "--class", 7, "--quiet")
                .failed(2, "--class 7", "expected a number from 0 to 1");
    }

    @Test
    void codesLieInTheOrderOfTheImagesAndATableSaysWhichIsWhich() throws IOException {
        List<String> rows = Files.readAllLines(run.resolve("codes.rows.csv"));
        assertThat(rows).hasSize(Shapes.IMAGES + 1);
        assertThat(rows.getFirst()).isEqualTo("row,path,class,part");
        assertThat(rows.get(1)).isEqualTo("0,squares/image-00.png,squares,train");
        assertThat(rows.get(10)).isEqualTo("9,squares/image-18.png,squares,held-out");
        assertThat(rows.get(11)).isEqualTo("10,squares/image-20.png,squares,train");
        int[] part = SafetensorsFile.read(run.resolve("codes.safetensors"))
                .tensor("part")
                .ints();
        byte[] names = SafetensorsFile.read(run.resolve("codes.safetensors"))
                .tensor("names")
                .bytes();
        assertThat(new String(names, java.nio.charset.StandardCharsets.UTF_8).split("\0"))
                .hasSize(part.length)
                .startsWith("squares/image-00.png");
        for (int row = 0; row < part.length; row++) {
            assertThat(part[row]).isEqualTo(rows.get(row + 1).endsWith("held-out") ? 1 : 0);
        }
    }

    @Test
    void aPriorKeepsTheNamesOfItsClasses() throws IOException {
        Path codes = run.resolve("codes.safetensors");
        Path aside = run.resolve("aside");
        Files.move(codes, aside);
        try {
            Ran.azulejo("sample", "--run", run, "--count", 2, "--class", "stripes", "--out", folder.resolve("k.png"))
                    .succeeded();
        } finally {
            Files.move(aside, codes);
        }
    }

    @Test
    void reconstructionsStandBelowTheirOriginals() throws IOException {
        Path picture = folder.resolve("r.png");
        JsonObject json = Ran.azulejo(
                        "reconstruct",
                        "--run",
                        run,
                        "--data",
                        images,
                        "--part",
                        "all",
                        "--out",
                        picture,
                        "--json",
                        "--quiet")
                .json();
        assertThat(json.number("psnr")).isCloseTo(-10 * Math.log10(json.number("mse")), within(1e-9));
        BufferedImage all = ImageIO.read(picture.toFile());
        Ran.azulejo(
                        "reconstruct",
                        "--run",
                        run,
                        "--data",
                        images,
                        "--part",
                        "all",
                        "--levels",
                        "top",
                        "--out",
                        picture,
                        "--quiet")
                .succeeded();
        BufferedImage top = ImageIO.read(picture.toFile());
        assertThat(top.getWidth()).isGreaterThan(800);
        assertThat(all.getHeight() - top.getHeight())
                .as("a row for each prefix of the hierarchy")
                .isGreaterThan(60);
        Ran.azulejo("reconstruct", "--run", run, "--data", images, "--levels", "middle", "--quiet")
                .failed(2, "unknown levels \"middle\"", "all, top, bottom");
    }

    @Test
    void evaluateMeasuresAllThatIsTrained() {
        JsonObject json = Ran.azulejo("evaluate", "--run", run, "--data", images, "--json", "--quiet")
                .json();
        assertThat(json.members()).containsKeys("mse", "psnr", "ssim", "levels", "priors", "bits_per_dimension");
        Map<?, ?> level = (Map<?, ?>) json.list("levels").getFirst();
        assertThat(level.keySet().toString()).isEqualTo("[name, codes, used, perplexity]");
        double bottom = json.object("priors").object("bottom").number("nats_per_code");
        double top = json.object("priors").object("top").number("nats_per_code");
        double bits = (16 * bottom + 4 * top) / Math.log(2) / (16 * 16 * 3);
        assertThat(json.number("bits_per_dimension")).isCloseTo(bits, within(1e-9));
    }

    @Test
    void imagesOfAnotherSizeAreResizedToTheModels() throws IOException {
        Path larger = Shapes.write(folder.resolve("larger"), 24);
        Ran ran = Ran.azulejo("evaluate", "--run", run, "--data", larger, "--json")
                .succeeded();
        assertThat(ran.err()).contains("resizing and cropping the images to 16x16");
    }

    @Test
    void imagesOf28By28ArePaddedTo32() throws IOException {
        Path odd = Shapes.write(folder.resolve("odd"), 28);
        Path to = folder.resolve("padded");
        Runs.train(odd, to, 1, "--batch", 2);
        assertThat(to.resolve("run.json")).content().contains("\"image_size\": 32");
    }

    @Test
    void infoHasItsKeys() {
        assertThat(Ran.azulejo("info", "--json").json().members()).containsKeys("java", "lanes", "backends", "devices");
    }
}
