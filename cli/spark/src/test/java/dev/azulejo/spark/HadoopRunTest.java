package dev.azulejo.spark;

import static org.assertj.core.api.Assertions.assertThat;

import dev.azulejo.cli.InThisJvm;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Images and the folder of a run on a file system of Hadoop's: {@code viewfs}, which shows folders of others under its own URL. */
@Timeout(180)
class HadoopRunTest {
    private static final String HADOOP = "viewfs://azulejo";

    @TempDir
    private Path folder;

    private final Map<String, String> properties = new LinkedHashMap<>();

    @BeforeEach
    void there() throws IOException {
        for (int i = 0; i < 24; i++) {
            BufferedImage image = new BufferedImage(16, 16, BufferedImage.TYPE_BYTE_GRAY);
            for (int at = 0; at < 256; at++) {
                image.setRGB(at % 16, at / 16, (i % 2 == 0 ? at % 16 : at / 16) * (i + 7) % 256 * 0x10101);
            }
            Path file = folder.resolve("photos")
                    .resolve(i % 2 == 0 ? "upright" : "flat")
                    .resolve(i + ".png");
            Files.createDirectories(file.getParent());
            ImageIO.write(image, "png", file.toFile());
        }
        Files.createDirectories(folder.resolve("runs"));
        properties.put("spark.driver.host", "127.0.0.1");
        properties.put("spark.driver.bindAddress", "127.0.0.1");
        for (String link : List.of("/photos", "/runs")) {
            properties.put("spark.hadoop.fs.viewfs.mounttable.azulejo.link." + link, "file://" + folder + link);
        }
        properties.forEach(System::setProperty);
    }

    @AfterEach
    void gone() {
        properties.keySet().forEach(System::clearProperty);
    }

    @Test
    void aRunOnHadoopIsThatOfAFolder() {
        azulejo(train("there", HADOOP, 6));
        azulejo(train("here", folder.toString(), 12));
        azulejo(
                "train",
                "--run",
                HADOOP + "/runs/there",
                "--steps",
                "12",
                "--resume",
                "--master",
                "local[2]",
                "--quiet");
        for (String file :
                List.of("checkpoints/12/model.safetensors", "checkpoints/12/optimizer.safetensors", "metrics.jsonl")) {
            assertThat(folder.resolve("runs/there").resolve(file))
                    .hasSameBinaryContentAs(folder.resolve("runs/here").resolve(file));
        }
        azulejo("encode", "--run", HADOOP + "/runs/there", "--master", "local[2]", "--quiet");
        azulejo("encode", "--run", folder + "/runs/here", "--quiet");
        assertThat(folder.resolve("runs/there/codes.safetensors"))
                .hasSameBinaryContentAs(folder.resolve("runs/here/codes.safetensors"));
        assertThat(onSpark("evaluate").out()).startsWith("{");
        for (String level : List.of("top", "bottom")) {
            onSpark("train-prior", "--level", level, "--preset", "tiny", "--batch", "8", "--steps", "2");
            assertThat(folder.resolve("runs/there/priors").resolve(level).resolve("checkpoints/2/model.safetensors"))
                    .exists();
        }
        String picture = HADOOP + "/runs/new.png";
        assertThat(onSpark("sample", "--count", "2", "--out", picture).out()).contains("\"out\":\"" + picture + "\"");
        assertThat(folder.resolve("runs/new.png")).isNotEmptyFile();
    }

    private static InThisJvm onSpark(String command, String... options) {
        List<String> words = new ArrayList<>(List.of(command, "--run", HADOOP + "/runs/there", "--json", "--quiet"));
        words.addAll(List.of("--master", "local[2]"));
        words.addAll(List.of(options));
        return azulejo(words.toArray(String[]::new));
    }

    private static String[] train(String run, String where, int steps) {
        List<String> words =
                new ArrayList<>(List.of("train", "--data", where + "/photos", "--run", where + "/runs/" + run));
        words.addAll(
                List.of("--preset", "ema", "--steps", "" + steps, "--batch", "8", "--master", "local[2]", "--quiet"));
        for (String setting : List.of("hidden=8", "res_blocks=1", "code_dim=4", "codes=16", "rate_decay=constant")) {
            words.addAll(List.of("--set", setting));
        }
        return words.toArray(String[]::new);
    }

    private static InThisJvm azulejo(String... words) {
        InThisJvm done = InThisJvm.azulejo(words);
        assertThat(done.status()).as(done.err()).isZero();
        return done;
    }
}
