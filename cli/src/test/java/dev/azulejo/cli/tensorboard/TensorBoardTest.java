package dev.azulejo.cli.tensorboard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.azulejo.cli.Ran;
import dev.azulejo.cli.Runs;
import dev.azulejo.cli.Shapes;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Training leaves event files; their format is tested where they are written. */
class TensorBoardTest {
    private static final String PNG = "\u0089PNG\r\n";

    @TempDir
    Path folder;

    @Test
    void bothStagesWriteFiguresAndPictures() throws IOException {
        Path images = Shapes.write(folder.resolve("images"), 16);
        Path run = folder.resolve("run");
        Path stage1 = folder.resolve("log/model");
        Runs.train(images, run, 3, "--batch", 8, "--tensorboard", stage1, "--evaluate-every", 2);
        String events = events(stage1).getFirst();
        assertThat(events).contains("brain.Event:2", "loss", "mse", "vq_loss", "images_per_second", "held_out");
        requirePicture(events, "reconstructions");
        Ran.azulejo("train", "--run", run, "--resume", "--steps", 4, "--tensorboard", stage1, "--quiet")
                .succeeded();
        assertThat(events(stage1)).hasSize(2);
        Ran.azulejo("encode", "--run", run, "--quiet").succeeded();
        for (String level : List.of("top", "bottom")) {
            Path log = folder.resolve("log/" + level);
            Runs.prior(run, level, 2, "--tensorboard", log);
            requirePicture(events(log).getFirst(), "samples");
        }
    }

    @Test
    void aFileInItsPlaceIsRefusedBeforeAnythingIsMade() throws IOException {
        Path images = Shapes.write(folder.resolve("images"), 16);
        Path file = Files.writeString(folder.resolve("file"), "text");
        Path run = folder.resolve("run");
        Ran.azulejo("train", "--data", images, "--run", run, "--preset", "tiny", "--tensorboard", file)
                .failed(1, "cannot write " + file + ": it is a file; name a folder");
        assertThat(run).doesNotExist();
    }

    private static void requirePicture(String events, String name) throws IOException {
        assertThat(events).contains(name, PNG);
        byte[] png = events.substring(events.indexOf(PNG)).getBytes(StandardCharsets.ISO_8859_1);
        assertThat(ImageIO.read(new ByteArrayInputStream(png)).getWidth()).isGreaterThan(100);
    }

    /** The event files of a folder in order, a character a byte. */
    private static List<String> events(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted()
                    .map(file -> {
                        try {
                            return Files.readString(file, StandardCharsets.ISO_8859_1);
                        } catch (IOException e) {
                            throw new AssertionError(e);
                        }
                    })
                    .toList();
        }
    }
}
