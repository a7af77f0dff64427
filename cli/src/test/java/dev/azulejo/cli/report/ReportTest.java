package dev.azulejo.cli.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.azulejo.cli.Ran;
import dev.azulejo.cli.Shapes;
import dev.azulejo.cli.picture.LossCurve;
import dev.azulejo.nn.run.Metrics;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.assertj.core.data.Offset;
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
        Ran.azulejo("train", "--data", images, "--run", run, "--preset", "tiny", "--steps", 60, "--batch", 4, "--quiet")
                .succeeded();
        Locale before = Locale.getDefault();
        Locale.setDefault(Locale.forLanguageTag("ar-EG"));
        try {
            String json = Ran.azulejo("report", "--run", run, "--json").json().text("out");
            String page = Files.readString(Path.of(json));
            assertThat(page)
                    .contains("<h1>Azulejo: run &lt;b&gt;&amp;&quot;</h1>", "step 60 of 60, loss ", "Settings", "<svg")
                    .doesNotContain("<img", "prior", "http-equiv=\"refresh\"");
            assertThat(page.codePoints().allMatch(c -> c < 128)).isTrue();
        } finally {
            Locale.setDefault(before);
        }
        Ran.azulejo("reconstruct", "--run", run, "--data", images, "--quiet").succeeded();
        Ran.azulejo("encode", "--run", run, "--data", images, "--quiet").succeeded();
        Ran.azulejo("train-prior", "--run", run, "--level", "top", "--preset", "tiny", "--steps", 50, "--quiet")
                .succeeded();
        Path page = folder.resolve("page.html");
        assertThat(Ran.azulejo("report", "--run", run, "--out", page)
                        .succeeded()
                        .out())
                .contains("open it in a browser");
        assertThat(Files.readString(page))
                .contains(
                        "<td>top prior</td><td>step 50 of 50, ", "data:image/png;base64,", "top prior: nats per code");
    }

    @Test
    void labelsOfACurveStandUnderTheirStepsAndInsideThePicture() {
        for (long last : new long[] {2, 3, 60, 999, 2500, 20_000, 1_234_567}) {
            String svg = LossCurve.svg(
                    List.of(new Metrics.Line(1, Map.of("loss", 1.0)), new Metrics.Line(last, Map.of("loss", 0.1))),
                    "loss");
            Matcher labels = Pattern.compile("<text x=\"([0-9.]+)\" y=\"\\d+\" class=\"x\">(\\d+)</text>")
                    .matcher(svg);
            int count = 0;
            while (labels.find()) {
                double x = Double.parseDouble(labels.group(1));
                assertThat(x + 4 * labels.group(2).length()).as(svg).isLessThan(720);
                double step = 1 + (x - 64) / (720 - 64 - 40) * (last - 1);
                assertThat(step).isCloseTo(Double.parseDouble(labels.group(2)), Offset.offset(last / 1e3));
                count++;
            }
            assertThat(count).as("labels to " + last).isBetween(2, 8);
        }
    }
}
