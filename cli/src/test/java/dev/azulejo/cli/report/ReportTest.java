package dev.azulejo.cli.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.azulejo.cli.Ran;
import dev.azulejo.cli.Runs;
import dev.azulejo.cli.Shapes;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code azulejo report}: the page of any run, with what is there. */
class ReportTest {
    @TempDir
    Path folder;

    @Test
    void aPageGrowsWithItsRunAndIsTheSameInEveryLocale() throws Exception {
        Path images = Shapes.write(folder.resolve("images"), 16);
        Path run = folder.resolve("run <b>&\"");
        Ran.azulejo("report", "--run", run).failed(1, "run");
        Runs.train(images, run, 60, "--batch", 4);
        Locale before = Locale.getDefault();
        Locale.setDefault(Locale.forLanguageTag("ar-EG"));
        try {
            String json = Ran.azulejo("report", "--run", run, "--json").json().text("out");
            String page = Files.readString(Path.of(json));
            assertThat(page)
                    .contains("<h1>Azulejo: run &lt;b&gt;&amp;&quot;</h1>", "step 60 of 60, loss ", "Settings", "<svg")
                    .contains("None are drawn yet", "Nothing is measured yet", "None is begun yet")
                    .contains(
                            "The same held-out images on the way", "<span>held out</span><img", "<span>step 50</span>")
                    .doesNotContain("<span>step 30</span>", "top prior", "http-equiv=\"refresh\"", "<script");
            assertThat(page.codePoints().allMatch(c -> c < 128)).isTrue();
        } finally {
            Locale.setDefault(before);
        }
        Ran.azulejo("reconstruct", "--run", run, "--data", images, "--quiet").succeeded();
        Ran.azulejo("encode", "--run", run, "--data", images, "--quiet").succeeded();
        Runs.prior(run, "top", 50);
        Path page = folder.resolve("page.html");
        assertThat(Ran.azulejo("report", "--run", run, "--out", page)
                        .succeeded()
                        .out())
                .contains("open it in a browser");
        assertThat(Files.readString(page))
                .contains("<td>top prior</td><td>step 50 of 50, ", "data:image/png;base64,", "<h3>top prior</h3>")
                .contains("What the prior of the top level drew on the way");
        Path previews = run.resolve("previews");
        assertThat(previews.resolve("wanted.png")).exists();
        Ran.azulejo("train", "--run", run, "--resume", "--steps", 110, "--data", images, "--quiet")
                .succeeded();
        try (Stream<Path> files = Files.list(previews)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrder(
                            "wanted.png", "10.png", "20.png", "50.png", "60.png", "100.png", "110.png");
        }
    }
}
