package dev.azulejo.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.azulejo.nn.data.source.FashionMnist;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Data, runs and places that are not as they should be: one line that says what to do, and nothing half-written. */
class BadInputTest {
    @TempDir
    static Path shared;

    private static Path images;
    private static Path good;

    @TempDir
    Path folder;

    private Path run;

    @BeforeAll
    static void train() throws IOException {
        images = Shapes.write(shared.resolve("images"), 16);
        good = shared.resolve("good");
        Runs.train(images, good, 2, "--batch", 4);
    }

    @BeforeEach
    void copy() throws IOException {
        run = Runs.copy(good, folder.resolve("run"));
    }

    private Ran train(Object data) {
        Ran ran =
                Ran.quietly("train", "--data", data, "--run", folder.resolve("new"), "--preset", "tiny", "--steps", 1);
        if (ran.status() != 0) {
            assertThat(folder.resolve("new")).doesNotExist();
        }
        return ran;
    }

    private Path checkpoint(String file) {
        return run.resolve("checkpoints/2").resolve(file);
    }

    // ---- Data

    @Test
    void missingData() {
        train("fashon-mnist").failed(1, "fashon-mnist", "did you mean fashion-mnist?");
        train(folder.resolve("nowhere")).failed(1, "nowhere", "there is no such file or folder");
        train(images).succeeded();
    }

    @Test
    void unreadableData() throws IOException {
        Path closed = Files.createDirectory(folder.resolve("closed"));
        Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("---------"));
        assumeTrue(!Files.isReadable(closed), "root reads everything");
        train(closed).failed(1, "closed", "permission denied");
    }

    @Test
    void anEmptyFolder() throws IOException {
        train(Files.createDirectory(folder.resolve("empty"))).failed(1, "empty", "is empty", "expected");
    }

    @Test
    void aCorruptImageAmongGoodOnesIsSkippedNamedAndCounted() throws IOException {
        Path mixed = Shapes.write(folder.resolve("mixed"), 16);
        Path corrupt = mixed.resolve("squares/broken.png");
        Files.write(corrupt, new byte[] {(byte) 0x89, 'P', 'N', 'G', 1, 2, 3});
        Path cut = mixed.resolve("stripes/cut.png");
        byte[] whole = Files.readAllBytes(mixed.resolve("stripes/image-01.png"));
        Files.write(cut, java.util.Arrays.copyOf(whole, whole.length / 2));
        Ran ran = train(mixed).succeeded();
        assertThat(ran.err()).contains("skipped 2 of 26 images", corrupt.toString(), cut.toString());
        assertThat(ran.err().lines()).hasSize(1);
    }

    @Test
    void nothingButCorruptImages() throws IOException {
        Path bad = Files.createDirectory(folder.resolve("bad"));
        Files.writeString(bad.resolve("a.png"), "no image");
        train(bad).failed(1, "bad", "a.png");
    }

    @Test
    void imagesOfManySizesOrNoSquares() throws IOException {
        Path sizes = Shapes.write(folder.resolve("sizes"), 16);
        Shapes.write(sizes.resolve("more"), 24);
        train(sizes).failed(1, "differ in size", "--set image_size=64");
    }

    @Test
    void aFileCutShort() throws IOException {
        Path idx = Files.createDirectory(folder.resolve("idx"));
        for (String name : List.of("t10k-images-idx3-ubyte.gz", "t10k-labels-idx1-ubyte.gz")) {
            try (InputStream in = FashionMnist.class.getResourceAsStream("/META-INF/azulejo/fashion-mnist/" + name)) {
                byte[] whole = in.readAllBytes();
                Files.write(idx.resolve(name), java.util.Arrays.copyOf(whole, whole.length / 2));
            }
        }
        train(idx).failed(1, "t10k-");
    }

    // ---- Runs

    @Test
    void aRunOfAnotherVersion() throws IOException {
        Path json = run.resolve("run.json");
        Files.writeString(json, Files.readString(json).replaceFirst("\"format\": 1", "\"format\": 99"));
        Ran.quietly("train", "--run", run, "--resume").failed(1, "run.json", "format 1, found 99");
        Ran.quietly("evaluate", "--run", run, "--data", images).failed(1, "run.json", "format 1, found 99");
    }

    @Test
    void aRunWithAHalfWrittenDescription() throws IOException {
        Path json = run.resolve("run.json");
        String text = Files.readString(json);
        Files.writeString(json, text.substring(0, text.length() / 2));
        Ran.quietly("train", "--run", run, "--resume").failed(1, "run.json");
    }

    @Test
    void aRunWithoutACompleteCheckpoint() throws IOException {
        Files.delete(checkpoint("optimizer.safetensors"));
        for (String command : List.of("encode", "evaluate", "reconstruct")) {
            Ran.quietly(command, "--run", run, "--data", images)
                    .failed(1, "checkpoints", "no complete checkpoint", "optimizer.safetensors is missing");
        }
        Ran.quietly("sample", "--run", run).failed(1, "no complete checkpoint");
        Ran.quietly("train-prior", "--run", run, "--level", "top").failed(1, "no complete checkpoint");
        assertThat(run.resolve("codes.safetensors")).doesNotExist();
    }

    @Test
    void aFolderThatIsNoRun() {
        for (String command : List.of("encode", "evaluate", "reconstruct")) {
            Ran.quietly(command, "--run", images, "--data", images).failed(1, "is not the folder of a run", "run.json");
            Ran.quietly(command, "--run", folder.resolve("no"), "--data", images)
                    .failed(1, "there is no such folder");
        }
        Ran.quietly("train", "--run", folder.resolve("no"), "--resume").failed(1, "there is no such folder");
        Ran.quietly("train", "--run", images, "--data", images).failed(1, "not empty");
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 8, 1L << 20, 1L << 40, -1, Long.MAX_VALUE})
    void aCheckpointWhoseHeaderLiesAboutItsSize(long length) throws IOException {
        Path model = checkpoint("model.safetensors");
        byte[] bytes = Files.readAllBytes(model);
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putLong(0, length);
        Files.write(model, bytes);
        Ran.quietly("evaluate", "--run", run, "--data", images).failed(1, "model.safetensors");
    }

    @Test
    void aCheckpointWhoseHeaderLiesAboutATensor() throws IOException {
        Path model = checkpoint("model.safetensors");
        byte[] bytes = Files.readAllBytes(model);
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        int shape = text.indexOf("\"shape\":[") + "\"shape\":[".length();
        bytes[shape] = '9';
        Files.write(model, bytes);
        Ran.quietly("evaluate", "--run", run, "--data", images).failed(1, "model.safetensors");
        Ran.quietly("train", "--run", run, "--resume", "--steps", 4).failed(1, "model.safetensors");
    }

    @Test
    void aRunThatIsThereAlready() {
        Ran.quietly("train", "--run", run, "--data", images).failed(1, "holds a run already", "--resume");
    }

    @Test
    void resumingWithOtherSettingsSeedOrData() throws IOException {
        Ran.quietly("train", "--run", run, "--resume", "--set", "hidden=8").failed(1, "began with hidden 16, found 8");
        Ran.quietly("train", "--run", run, "--resume", "--seed", 5).failed(1, "began with seed 0, found 5");
        Ran.quietly("train", "--run", run, "--resume", "--batch", 9).failed(1, "began with batch 4, found 9");
        Path others = Shapes.write(folder.resolve("others"), 16);
        Files.delete(others.resolve("squares/image-00.png"));
        Ran.quietly("train", "--run", run, "--resume", "--data", others).failed(1, "began with the data");
    }

    @Test
    void resumingToAStepThatIsPast() {
        Ran.quietly("train", "--run", run, "--resume", "--steps", 1).failed(2, "--steps 1", "is at step 2 already");
        Ran.quietly("train", "--run", run, "--resume", "--set", "steps=1")
                .failed(2, "--steps 1", "is at step 2 already");
    }

    @Test
    void trainingWithoutData() {
        Ran.quietly("train", "--run", folder.resolve("new")).failed(2, "missing --data");
    }

    // ---- The order of things

    @Test
    void aStepThatComesTooEarlySaysWhatComesFirst() {
        Ran.quietly("sample", "--run", run).failed(1, "no prior of the top level", "azulejo train-prior --run");
        Ran.quietly("train-prior", "--run", run, "--level", "top")
                .failed(1, "codes.safetensors", "azulejo encode --run");
        Ran.quietly("train-prior", "--run", run, "--level", "tpo").failed(2, "did you mean top?");
    }

    @Test
    void codesThatAreDamagedOrOfAnotherModel() throws IOException {
        Ran.quietly("encode", "--run", run, "--data", images).succeeded();
        Path codes = run.resolve("codes.safetensors");
        byte[] bytes = Files.readAllBytes(codes);
        Files.write(codes, java.util.Arrays.copyOf(bytes, bytes.length - 40));
        Ran.quietly("train-prior", "--run", run, "--level", "top").failed(1, "codes.safetensors");
        Files.copy(checkpoint("model.safetensors"), codes, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        Ran.quietly("train-prior", "--run", run, "--level", "top").failed(1, "codes.safetensors");
        assertThat(run.resolve("priors")).doesNotExist();
    }

    // ---- Places

    @Test
    void anOutputThatCannotBeWritten() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "");
        Ran.quietly("reconstruct", "--run", run, "--data", images, "--out", folder)
                .failed(1, "there is a folder of that name");
        Ran.quietly("encode", "--run", run, "--data", images, "--out", file.resolve("x"))
                .failed(1, "is a file, not a folder");
        Ran.quietly("train", "--data", images, "--run", file).failed(1, "is a file");
        Ran.quietly("train", "--data", images, "--run", file.resolve("x")).failed(1, "is a file, not a folder");
        Ran.quietly("quickstart", "--out", file.resolve("x")).failed(1, "is a file, not a folder");
        assumeTrue(Files.isDirectory(Path.of("/proc/self")), "a place where nobody may write");
        Ran.quietly("train", "--data", images, "--run", "/proc/none/run").failed(1, "cannot write /proc/none/run");
    }

    @Test
    void aFullDevice() {
        Path full = Path.of("/dev/full");
        assumeTrue(Files.isWritable(full), "Linux has /dev/full");
        Ran.quietly("reconstruct", "--run", run, "--data", images, "--out", full)
                .failed(1, "/dev/full", "no space left");
        Ran.quietly("encode", "--run", run, "--data", images, "--out", full).failed(1, "/dev/full", "no space left");
    }

    @Test
    void noRoomOnTheDisk() throws Exception {
        Path disk = Files.createDirectory(folder.resolve("disk"));
        assumeTrue(ran("mount", "-t", "tmpfs", "-o", "size=128k", "tmpfs", disk.toString()), "only root may mount");
        try {
            Path small = disk.resolve("run");
            Ran.quietly("train", "--data", images, "--run", small, "--preset", "tiny", "--steps", 1)
                    .failed(1, "cannot write", "no space left on device", "azulejo train --run " + small + " --resume");
            try (Stream<Path> left = Files.walk(disk)) {
                assertThat(left.filter(p -> p.toString().contains("safetensors")
                                || p.getFileName().toString().equals("1")))
                        .isEmpty();
            }
            Ran.quietly("encode", "--run", small, "--data", images)
                    .failed(1, "holds no checkpoint yet", "train the run first");
        } finally {
            ran("umount", disk.toString());
        }
    }

    private static boolean ran(String... command) throws IOException, InterruptedException {
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            process.getInputStream().readAllBytes();
            return process.waitFor(10, TimeUnit.SECONDS) && process.exitValue() == 0;
        } catch (IOException e) {
            return false;
        }
    }
}
