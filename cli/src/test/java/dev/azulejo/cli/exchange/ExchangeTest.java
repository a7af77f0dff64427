package dev.azulejo.cli.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.azulejo.cli.Ran;
import dev.azulejo.cli.Runs;
import dev.azulejo.cli.Shapes;
import dev.azulejo.nn.io.Json;
import dev.azulejo.nn.io.JsonObject;
import dev.azulejo.nn.safetensors.NamedArray;
import dev.azulejo.nn.safetensors.SafetensorsFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A trained run goes out to other programs, and weights of other programs come in. */
class ExchangeTest {
    @TempDir
    static Path folder;

    @TempDir
    Path out;

    private static Path images;
    private static Path run;

    @BeforeAll
    static void train() throws IOException {
        images = Shapes.write(folder.resolve("images"), 16);
        run = folder.resolve("run");
        Runs.train(images, run, 3, "--batch", 8);
    }

    private static JsonObject reconstructed(Path of, Path to) {
        return Ran.azulejo("reconstruct", "--run", of, "--data", images, "--out", to, "--json", "--quiet")
                .json();
    }

    @Test
    void whatIsExportedComesBackAsTheSameModel() {
        Path file = out.resolve("weights.safetensors");
        JsonObject said = Ran.azulejo("export", "--run", run, "--to", "pytorch", "--out", file, "--json", "--quiet")
                .json();
        assertThat(said.text("format")).isEqualTo("pytorch");
        assertThat(said.whole("step")).isEqualTo(3);
        SafetensorsFile written = SafetensorsFile.read(file);
        assertThat(written.tensors()).containsKeys("vq_bot.embedding.weight", "vq_bot.count", "vq_bot.total");
        assertThat(written.metadata()).containsEntry("format", "pt");
        Path again = out.resolve("again");
        JsonObject imported = Ran.azulejo("import", "--from", file, "--run", again, "--json", "--quiet")
                .json();
        assertThat(imported.text("layout")).isEqualTo("reference");
        assertThat(imported.whole("image_size")).isEqualTo(16);
        assertThat(reconstructed(again, out.resolve("again.png")).number("mse"))
                .isEqualTo(reconstructed(run, out.resolve("first.png")).number("mse"));
    }

    /** Without metadata, as PyTorch saves it: the sizes are read off the weights. */
    @Test
    void anImportedModelIsEncodedAndTrainedOn() throws IOException {
        Path file = out.resolve("weights.safetensors");
        Ran.azulejo("export", "--run", run, "--to", "pytorch", "--out", file, "--quiet")
                .succeeded();
        List<NamedArray> tensors =
                List.copyOf(SafetensorsFile.read(file).tensors().values());
        SafetensorsFile.write(file, tensors, Map.of());
        Path again = out.resolve("again");
        Ran.azulejo("import", "--from", file, "--run", again, "--size", 16, "--batch", 8, "--quiet")
                .succeeded();
        Ran.azulejo("encode", "--run", again, "--quiet")
                .failed(1, again + ": has no images of its own; name some with --data");
        assertThat(Ran.azulejo("encode", "--run", again, "--data", images, "--json", "--quiet")
                        .json()
                        .whole("images"))
                .isEqualTo(Shapes.IMAGES);
        Ran.azulejo("train", "--run", again, "--resume", "--data", images, "--steps", 2, "--quiet")
                .succeeded();
        assertThat(Files.readString(again.resolve("run.json"))).contains(images.toString());
        Ran.azulejo("train", "--run", again, "--resume", "--steps", 3, "--quiet")
                .succeeded();
        Ran.azulejo(
                        "train",
                        "--run",
                        again,
                        "--resume",
                        "--steps",
                        4,
                        "--data",
                        Shapes.write(out.resolve("others"), 12),
                        "--quiet")
                .failed(1, "began with the data");
    }

    @Test
    void importedWithImagesItIsTrainedOnAtOnce() {
        Path file = out.resolve("weights.safetensors");
        Ran.azulejo("export", "--run", run, "--to", "pytorch", "--layout", "lucidrains", "--out", file, "--quiet")
                .succeeded();
        Path again = out.resolve("again");
        assertThat(Ran.azulejo("import", "--from", file, "--run", again, "--data", images, "--json", "--quiet")
                        .json()
                        .text("layout"))
                .isEqualTo("lucidrains");
        double before = reconstructed(again, out.resolve("again.png")).number("mse");
        assertThat(before)
                .isEqualTo(reconstructed(run, out.resolve("first.png")).number("mse"), within(1e-6));
        Ran.azulejo("train", "--run", again, "--resume", "--steps", 2, "--quiet")
                .succeeded();
    }

    /** As the textbook's class has it: no averages beside the codes. */
    @Test
    void averagesAreLeftOutOnRequest() {
        Path file = out.resolve("weights.safetensors");
        Ran.azulejo("export", "--run", run, "--to", "pytorch", "--no-averages", "--out", file, "--quiet")
                .succeeded();
        assertThat(SafetensorsFile.read(file).tensors())
                .containsKey("vq_bot.embedding.weight")
                .doesNotContainKeys("vq_bot.count", "vq_bot.total");
    }

    @Test
    void aHubFolderHasACardAndIsReadAgain() throws IOException {
        Path hub = out.resolve("hub");
        Ran.azulejo("export", "--run", run, "--to", "hf", "--out", hub, "--quiet")
                .succeeded();
        JsonObject config = Json.readObject(hub.resolve("config.json"));
        assertThat(config.text("model_type")).isEqualTo("vqvae2");
        assertThat(config.object("configuration").whole("image_size")).isEqualTo(16);
        assertThat(Files.readString(hub.resolve("README.md")))
                .startsWith("---\nlibrary_name: azulejo\n")
                .contains("# A VQ-VAE-2 of 2 levels for images of 16x16", "| bottom | 4x4 | 32 |", "| mse | ")
                .contains("Learned from `images`, whose images have the fingerprint `", "| `hidden` | 16 |")
                .doesNotContain(folder.toString());
        Path again = out.resolve("again");
        Ran.azulejo("import", "--from", hub, "--run", again, "--quiet").succeeded();
        assertThat(reconstructed(again, out.resolve("again.png")).number("mse"))
                .isEqualTo(reconstructed(run, out.resolve("first.png")).number("mse"));
    }

    @Test
    void graphsAreWritten() {
        Path graphs = out.resolve("graphs");
        Ran.azulejo("export", "--run", run, "--to", "onnx", "--out", graphs, "--quiet")
                .succeeded();
        assertThat(graphs)
                .isDirectoryContaining("glob:**/encode.onnx")
                .isDirectoryContaining("glob:**/decode.onnx")
                .isDirectoryContaining("glob:**/reconstruct.onnx");
    }

    @Test
    void codesBecomeArraysWithATableOfTheRows() throws IOException {
        Path arrays = out.resolve("arrays");
        Ran.azulejo("export", "--run", run, "--to", "npy", "--out", arrays)
                .failed(1, "there are no codes yet; make them with: azulejo encode");
        Path codes = out.resolve("codes.safetensors");
        Ran.azulejo("encode", "--run", run, "--out", codes, "--quiet").succeeded();
        Ran.azulejo("export", "--run", run, "--to", "npy", "--codes", codes, "--out", arrays, "--quiet")
                .succeeded();
        byte[] top = Files.readAllBytes(arrays.resolve("top.npy"));
        assertThat(new String(top, 0, 6, StandardCharsets.ISO_8859_1)).isEqualTo("\u0093NUMPY");
        String header = new String(top, 10, 118, StandardCharsets.US_ASCII);
        assertThat(header.strip())
                .isEqualTo("{'descr': '<i4', 'fortran_order': False, 'shape': (" + Shapes.IMAGES + ", 2, 2,), }");
        int[] values = new int[(top.length - 128) / 4];
        ByteBuffer.wrap(top, 128, top.length - 128)
                .order(ByteOrder.LITTLE_ENDIAN)
                .asIntBuffer()
                .get(values);
        assertThat(values).isEqualTo(SafetensorsFile.read(codes).tensor("top").ints());
        List<String> names = Files.readAllLines(arrays.resolve("names.csv"));
        assertThat(names).hasSize(Shapes.IMAGES + 1).startsWith("row,path,class,part");
        assertThat(names.get(1)).isEqualTo("0,squares/image-00.png,squares,train");
        assertThat(names).isEqualTo(Files.readAllLines(out.resolve("codes.rows.csv")));
    }

    @Test
    void badInputIsOneLineAndLeavesNothing() throws IOException {
        Path to = out.resolve("to");
        Ran.azulejo("export", "--run", run, "--to", "keras", "--out", to)
                .failed(2, "--to", "unknown format \"keras\"; known are pytorch, hf, onnx, npy");
        Ran.azulejo("export", "--run", out, "--to", "hf", "--out", to).failed(1, "is not the folder of a run");
        Ran.azulejo("export", "--run", run, "--to", "hf", "--out", images).failed(1, "the folder is not empty");
        Ran.azulejo("export", "--run", run, "--to", "pytorch", "--out", images)
                .failed(1, "there is a folder of that name");
        Ran.azulejo("export", "--run", run, "--to", "pytorch", "--layout", "rosinality", "--out", to, "--quiet")
                .failed(1, "layout rosinality: expected a model of two levels with wiring=upsampled");
        Ran.azulejo("export", "--run", run, "--to", "onnx", "--no-averages", "--out", to)
                .failed(2, "--no-averages: is for --to pytorch and hf");
        Ran.azulejo("export", "--run", run, "--to", "hf", "--codes", to, "--out", to)
                .failed(2, "--codes: is for --to npy");
        Path text = Files.writeString(out.resolve("some.safetensors"), "not weights, but long enough");
        Ran.azulejo("import", "--from", text, "--run", to).failed(1, "some.safetensors");
        Ran.azulejo("import", "--from", out.resolve("none"), "--run", to).failed(1, "there is no such file");
        Path weights = run.resolve("checkpoints/3/model.safetensors");
        Ran.azulejo("import", "--from", weights, "--run", to, "--layout", "rosinality")
                .failed(1, "no part of rosinality's VQ-VAE-2", "name another --layout");
        Ran.azulejo("import", "--from", weights, "--run", to, "--size", 20)
                .failed(2, "image_size 20", "it must be a multiple of 8");
        Ran.azulejo("import", "--from", weights, "--run", to, "--set", "hidden=8", "--size", 16, "--quiet")
                .failed(1, "expected [8, 3, 4, 4], found [16, 3, 4, 4]");
        Ran.azulejo("import", "--from", weights, "--run", run).failed(1, "holds a run already");
        assertThat(to).doesNotExist();
    }
}
