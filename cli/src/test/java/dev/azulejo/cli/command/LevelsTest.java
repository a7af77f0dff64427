package dev.azulejo.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.azulejo.cli.Ran;
import dev.azulejo.cli.Runs;
import dev.azulejo.cli.Shapes;
import dev.azulejo.nn.io.JsonObject;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands that look at levels and draw what is not given: analyze, complete, sample --keep-top, interpolate. */
class LevelsTest {
    @TempDir
    static Path folder;

    private static Path run;
    private static Path single;

    @BeforeAll
    static void train() throws IOException {
        Path images = Shapes.write(folder.resolve("images"), 16);
        run = folder.resolve("run");
        single = folder.resolve("single");
        for (Path to : List.of(run, single)) {
            String levels = "levels=" + (to.equals(run) ? 2 : 1);
            Runs.train(images, to, 6, "--set", levels, "--batch", 8);
        }
        Runs.priors(run, 3);
    }

    private static BufferedImage picture(Path file) throws IOException {
        return ImageIO.read(file.toFile());
    }

    @Test
    void analyzeMeasuresEveryWayAndShowsTheCodes() throws IOException {
        Path out = folder.resolve("analysis");
        JsonObject json = Ran.azulejo("analyze", "--run", run, "--part", "all", "--out", out, "--json", "--quiet")
                .json();
        JsonObject ways = json.object("contributions");
        assertThat(ways.members())
                .containsOnlyKeys("all levels", "top only", "bottom only", "top, random rest", "bottom, random rest");
        JsonObject evaluated = Ran.azulejo("evaluate", "--run", run, "--part", "all", "--json", "--quiet")
                .json();
        assertThat(ways.number("all levels")).isEqualTo(evaluated.number("mse"));
        assertThat(json.members().get("levels")).isInstanceOfSatisfying(List.class, levels -> {
            Map<?, ?> bottom = (Map<?, ?>) levels.getFirst();
            assertThat((long) bottom.get("used") + (long) bottom.get("dead")).isEqualTo((long) bottom.get("codes"));
        });
        // Originals and five ways, in rows of 24 images broken after ten.
        assertThat(picture(out.resolve("levels.png")).getHeight()).isGreaterThan(6 * 72);
        assertThat(picture(out.resolve("codes.png")).getWidth()).isEqualTo(1040);
        String text =
                Ran.azulejo("analyze", "--run", run, "--quiet").succeeded().out();
        assertThat(text.lines().filter(line -> !line.contains(".png"))).allMatch(line -> line.length() <= 80);
        assertThat(text).contains("top only", "dead", "bits");
        assertThat(run.resolve("levels.png")).exists();
        assertThat(run.resolve("codes.png")).exists();
    }

    @Test
    void completionsAreTheSameHoweverManyAreDrawnTogether() throws IOException {
        Path all = folder.resolve("all.png");
        JsonObject json = Ran.azulejo(
                        "complete",
                        "--run",
                        run,
                        "--count",
                        2,
                        "--times",
                        2,
                        "--out",
                        all,
                        "--json",
                        "--quiet",
                        "--threads",
                        2)
                .json();
        assertThat(json.members())
                .containsEntry("images", 2L)
                .containsEntry("times", 2L)
                .containsEntry("rows_given", 8L);
        Path one = folder.resolve("one.png");
        Ran.azulejo("complete", "--run", run, "--count", 1, "--times", 2, "--out", one, "--quiet", "--threads", 1)
                .succeeded();
        BufferedImage expected = picture(all);
        BufferedImage found = picture(one);
        assertThat(found.getHeight()).isEqualTo(expected.getHeight());
        int left = expected.getWidth() - 2 * 14 - 2 * 80 - 4 + 14; // of the first image
        for (int y = 0; y < found.getHeight(); y++) {
            for (int x = left; x < left + 80; x++) {
                assertThat(found.getRGB(x, y)).isEqualTo(expected.getRGB(x, y));
            }
        }
        assertThat(Files.readAllBytes(again(7))).isEqualTo(Files.readAllBytes(again(7)));
        assertThat(Files.readAllBytes(again(8))).isNotEqualTo(Files.readAllBytes(again(7)));
    }

    private static Path again(int seed) {
        Path file = folder.resolve("again-" + seed + "-" + System.nanoTime() + ".png");
        Ran.azulejo("complete", "--run", run, "--count", 2, "--seed", seed, "--out", file, "--quiet")
                .succeeded();
        return file;
    }

    @Test
    void whatCannotBeCompletedIsRefusedInOneLine() {
        Ran.azulejo("complete", "--run", run, "--keep", 0.2)
                .failed(2, "--keep 0.2", "nothing to begin with", "2 rows", "0.5");
        Ran.azulejo("complete", "--run", run, "--keep", 1).failed(2, "--keep 1:", "nothing to complete");
        Ran.azulejo("complete", "--run", run, "--keep", 0).failed(2, "--keep");
        Ran.azulejo("complete", "--run", run, "--class", "circles", "--quiet").failed(2, "--class circles", "squares");
        Ran.azulejo("complete", "--run", single, "--quiet").failed(1, "has no prior of the bottom level");
        Ran.azulejo("complete", "--run", folder.resolve("none")).failed(1, "none");
    }

    @Test
    void lowerLevelsAreDrawnUnderTheTopOfGivenImages() throws IOException {
        Path file = folder.resolve("tops.png");
        JsonObject json = Ran.azulejo(
                        "sample",
                        "--run",
                        run,
                        "--keep-top",
                        "--count",
                        2,
                        "--times",
                        3,
                        "--out",
                        file,
                        "--json",
                        "--quiet")
                .json();
        assertThat(json.members())
                .containsEntry("images", 2L)
                .containsEntry("times", 3L)
                .containsKeys("seconds", "codes_per_second", "out");
        // Originals, all levels, top only and three more.
        assertThat(picture(file).getHeight()).isEqualTo(2 * 14 + 6 * 84 - 4);
        Ran.azulejo("sample", "--run", single, "--keep-top", "--quiet").failed(2, "--keep-top", "one level");
        Ran.azulejo("sample", "--run", run, "--data", folder).failed(2, "--data", "--keep-top");
    }

    @Test
    void aWayLeadsFromOneImageToTheOther() throws IOException {
        Path file = folder.resolve("way.png");
        JsonObject json = Ran.azulejo(
                        "interpolate",
                        "--run",
                        run,
                        "--part",
                        "train",
                        "--images",
                        "0,3",
                        "--steps",
                        5,
                        "--out",
                        file,
                        "--json",
                        "--quiet")
                .json();
        assertThat(json.members()).containsEntry("images", List.of(0L, 3L)).containsEntry("steps", 5L);
        BufferedImage way = picture(file);
        assertThat(way.getHeight()).isEqualTo(2 * 14 + 5 * 84 + 10 - 4);
        // All ways that move every level end with the same picture, and begin with the same.
        int last = way.getWidth() - 14 - 80;
        int first = last - 4 * 84;
        int second = 14 + 84 + 10;
        for (int x : new int[] {first, last}) {
            for (int i = 0; i < 80; i++) {
                assertThat(way.getRGB(x + i, second + 40)).isEqualTo(way.getRGB(x + i, second + 84 + 40));
            }
        }
        Ran.azulejo("interpolate", "--run", single, "--quiet").succeeded();
        Ran.azulejo("interpolate", "--run", run, "--images", "0,99", "--quiet").failed(2, "--images", "no image 99");
        Ran.azulejo("interpolate", "--run", run, "--images", "0,1,2").failed(2, "--images", "two numbers");
        Ran.azulejo("interpolate", "--run", run, "--steps", 1).failed(2, "--steps", "from 2 to 1000, found 1");
    }
}
