package dev.azulejo.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.azulejo.cli.InThisJvm;
import dev.azulejo.cli.data.Source;
import dev.azulejo.cli.data.Subset;
import dev.azulejo.nn.message.UserException;
import dev.azulejo.nn.safetensors.NamedArray;
import dev.azulejo.nn.safetensors.SafetensorsFile;
import dev.azulejo.spark.parts.Answer;
import dev.azulejo.spark.parts.CodesTask;
import dev.azulejo.spark.parts.Job;
import dev.azulejo.spark.parts.Range;
import dev.azulejo.spark.parts.TrainedJob;
import dev.azulejo.vqvae2.train.ModelRun;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The command on Spark does what it does on one machine. */
@Timeout(180)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class SparkTest {
    private static final String LOCAL = "local[2]";
    private static final String CLUSTER = "local-cluster[2,1,1024]";

    @TempDir
    private static Path folder;

    @BeforeAll
    static void here() {
        System.setProperty("spark.driver.host", "127.0.0.1");
        System.setProperty("spark.driver.bindAddress", "127.0.0.1");
    }

    @BeforeEach
    void images() throws IOException {
        Path photos = folder.resolve("photos");
        if (!Files.exists(photos)) {
            draw(photos, 60);
        }
    }

    private static void draw(Path photos, int count) throws IOException {
        for (int i = 0; i < count; i++) {
            BufferedImage image = new BufferedImage(16, 16, BufferedImage.TYPE_BYTE_GRAY);
            for (int y = 0; y < 16; y++) {
                for (int x = 0; x < 16; x++) {
                    int level = (i % 2 == 0 ? x : y) * (i + 7) % 256;
                    image.setRGB(x, y, level << 16 | level << 8 | level);
                }
            }
            Path file = photos.resolve(i % 2 == 0 ? "upright" : "flat").resolve(i + ".png");
            Files.createDirectories(file.getParent());
            ImageIO.write(image, "png", file.toFile());
        }
    }

    @Test
    @Order(1)
    void twoWorkersTrainAsOneProcess() {
        train("one", null, 20);
        train("two", LOCAL, 20);
        assertNear(weights("one", 20), weights("two", 20));
    }

    @Test
    @Order(2)
    void codesAreThoseOfOneMachine() {
        String run = folder.resolve("one").toString();
        azulejo("encode", "--run", run, "--threads", "1");
        String out = folder.resolve("codes.safetensors").toString();
        azulejo("encode", "--run", run, "--out", out, "--master", LOCAL);
        assertThat(Path.of(out)).hasSameBinaryContentAs(folder.resolve("one/codes.safetensors"));
        assertThat(folder.resolve("codes.rows.csv")).hasSameBinaryContentAs(folder.resolve("one/codes.rows.csv"));
    }

    @Test
    @Order(3)
    void newImagesAreThoseOfOneMachine() {
        String run = folder.resolve("one").toString();
        for (String level : List.of("top", "bottom")) {
            List<String> words = new ArrayList<>(List.of("train-prior", "--run", run, "--level", level));
            words.addAll(List.of("--preset", "tiny", "--batch", "8", "--steps", "4", "--master", LOCAL));
            azulejo(words.toArray(String[]::new));
        }
        Path here = folder.resolve("here.png");
        Path there = folder.resolve("there.png");
        azulejo("sample", "--run", run, "--count", "70", "--out", here.toString(), "--threads", "1");
        azulejo("sample", "--run", run, "--count", "70", "--out", there.toString(), "--master", LOCAL);
        assertThat(there).hasSameBinaryContentAs(here);
    }

    @Test
    @Order(4)
    void figuresAreThoseOfOneMachine() throws IOException {
        String run = folder.resolve("one").toString();
        String others = folder.resolve("others").toString(); // of two batches
        draw(Path.of(others), 300);
        String withoutClasses = folder.resolve("photos/flat").toString();
        for (List<String> which : List.of(
                List.<String>of(), List.of("--data", others, "--part", "all"), List.of("--data", withoutClasses))) {
            List<String> words = new ArrayList<>(List.of("evaluate", "--run", run, "--json"));
            words.addAll(which);
            InThisJvm here = azulejo(words.toArray(String[]::new));
            words.addAll(List.of("--master", LOCAL));
            InThisJvm there = azulejo(words.toArray(String[]::new));
            assertThat(there.out()).isEqualTo(here.out()).contains("\"mse\"");
            assertThat(warnings(there)).isEqualTo(warnings(here));
        }
        InThisJvm drawn = InThisJvm.azulejo("evaluate", "--run", run, "--samples", "9", "--master", LOCAL);
        assertThat(drawn.err()).contains("--samples: are drawn and measured on one machine; leave out --master");
    }

    private static List<String> warnings(InThisJvm done) {
        return done.err().lines().filter(line -> line.contains("prior of the")).toList();
    }

    @Test
    @Order(5)
    void workersOfTheirOwnLeaveTheSameBitsThoughOneIsKilled() throws Exception {
        train("killed", LOCAL, 60);
        List<String> words = words("killed", CLUSTER, 300);
        words.add("--resume");
        Path log = folder.resolve("killed.log");
        Process driver = start(log, words);
        Path metrics = folder.resolve("killed/metrics.jsonl");
        while (driver.isAlive() && !Files.readString(metrics).contains("\"step\":150")) {
            Thread.sleep(20);
        }
        ProcessHandle worker = driver.children().findFirst().orElseThrow(() -> new AssertionError(read(log)));
        worker.destroyForcibly();
        assertThat(driver.waitFor()).as(read(log)).isZero();
        train("whole", LOCAL, 300);
        assertThat(weights("killed", 300)).hasSameBinaryContentAs(weights("whole", 300));
    }

    @Test
    @Order(6)
    void aWorkerWithOtherImagesSaysSo() {
        ModelRun run = ModelRun.open(folder.resolve("one"));
        Job job = Job.of(run, Source.of(run, true), "scalar");
        var task = new Answer.Task<>(new CodesTask(new TrainedJob(job, 20, Subset.ALL, "of others")));
        SparkConf conf =
                new SparkConf().setMaster("local[1]").setAppName("test").set("spark.ui.enabled", "false");
        try (JavaSparkContext context = new JavaSparkContext(conf)) {
            var answer = context.parallelize(List.of(new Range(0, 4)), 1)
                    .mapPartitions(task)
                    .first();
            assertThatThrownBy(answer::get)
                    .isInstanceOf(UserException.class)
                    .hasMessage(folder.resolve("photos")
                            + ": other images are there than the driver found; give all machines the same ones");
        }
    }

    private static InThisJvm azulejo(String... words) {
        InThisJvm done = InThisJvm.azulejo(words);
        assertThat(done.status()).as(done.err()).isZero();
        return done;
    }

    /** A driver whose executors are processes, as spark-submit starts it. */
    private static Process start(Path log, List<String> words) throws IOException {
        String path = System.getProperty("java.class.path");
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(flag -> flag.startsWith("-") && !flag.startsWith("-Xm"))
                .forEach(command::add);
        command.addAll(List.of("-Dspark.driver.host=127.0.0.1", "-Dspark.driver.bindAddress=127.0.0.1"));
        command.add(
                "-Dspark.scheduler.maxRegisteredResourcesWaitingTime=180s"); // The machine may have much else to do.
        command.addAll(List.of("-Dspark.executor.extraClassPath=" + path, "-cp", path, "dev.azulejo.cli.Azulejo"));
        command.addAll(words);
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
    }

    private static String read(Path log) {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            return e.toString();
        }
    }

    private static List<String> words(String run, String master, int steps) {
        List<String> words = new ArrayList<>(
                List.of("train", "--data", folder.resolve("photos").toString()));
        words.addAll(List.of("--run", folder.resolve(run).toString(), "--preset", "ema", "--steps", "" + steps));
        words.addAll(List.of("--threads", "1", "--batch", "8", "--quiet"));
        for (String setting : List.of(
                "hidden=16",
                "res_blocks=1",
                "code_dim=4",
                "codes=16",
                "init=data",
                "restart_every=6",
                "rate_decay=constant")) {
            words.addAll(List.of("--set", setting));
        }
        if (master != null) {
            words.addAll(List.of("--master", master));
        }
        return words;
    }

    private static void train(String run, String master, int steps) {
        azulejo(words(run, master, steps).toArray(String[]::new));
    }

    private static Path weights(String run, int step) {
        return folder.resolve(run + "/checkpoints/" + step + "/model.safetensors");
    }

    private static void assertNear(Path one, Path other) {
        SafetensorsFile expected = SafetensorsFile.read(one);
        SafetensorsFile found = SafetensorsFile.read(other);
        for (NamedArray tensor : expected.tensors().values()) {
            String name = tensor.name();
            float[] values = tensor.floats();
            float[] others = found.tensor(name).floats();
            for (int i = 0; i < values.length; i++) {
                assertThat(Math.abs(others[i] - values[i]))
                        .as(name)
                        .isLessThan(1e-5f * Math.max(1, Math.abs(values[i])));
            }
        }
    }
}
