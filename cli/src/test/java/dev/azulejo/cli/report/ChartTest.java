package dev.azulejo.cli.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.azulejo.cli.report.Chart.Point;
import dev.azulejo.cli.report.Chart.Series;
import dev.azulejo.nn.run.Metrics;
import java.io.StringReader;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.LongStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.xml.sax.InputSource;

/** Charts as a reader of the page sees them. */
class ChartTest {
    private static final Pattern STEP = Pattern.compile("<text x=\"([0-9.]+)\" y=\"\\d+\" class=\"x\">(\\d+)</text>");
    private static final Pattern HEIGHT =
            Pattern.compile("<text x=\"\\d+\" y=\"([0-9.]+)\" class=\"y\">([0-9.]+)</text>");

    @Test
    void labelsStandUnderTheirStepsAndInsideThePicture() {
        for (long last : new long[] {2, 3, 60, 999, 2500, 20_000, 1_234_567}) {
            String svg = chart(List.of(new Point(1, 1.0), new Point(last, 0.1)))
                    .plot()
                    .html();
            Matcher labels = STEP.matcher(svg);
            int count = 0;
            while (labels.find()) {
                double x = Double.parseDouble(labels.group(1));
                assertThat(x + 4.5 * labels.group(2).length()).as(svg).isLessThan(460);
                double step = 1 + (x - 58) / (460 - 58 - 28) * (last - 1);
                assertThat(step).isCloseTo(Double.parseDouble(labels.group(2)), Offset.offset(last / 1e3));
                count++;
            }
            assertThat(count).as("labels to " + last).isBetween(1, 7);
        }
    }

    @Test
    void heightsAreRoundNumbersThatFallFromTopToBottom() {
        for (double[] range : new double[][] {{.1, 1}, {.003, .2}, {2.41, 4.85}, {1e-5, 1}, {96, 128}, {3, 3}}) {
            String html = chart(List.of(new Point(1, range[1]), new Point(9, range[0])))
                    .plot()
                    .html();
            Matcher labels = HEIGHT.matcher(html);
            double value = 0;
            double y = Double.MAX_VALUE;
            int count = 0;
            while (labels.find()) {
                assertThat(Double.parseDouble(labels.group(2))).isGreaterThan(value);
                assertThat(Double.parseDouble(labels.group(1))).isLessThan(y);
                assertThat(labels.group(2)
                                .replace(".", "")
                                .replaceAll("^0+", "")
                                .length())
                        .isLessThanOrEqualTo(4);
                value = Double.parseDouble(labels.group(2));
                y = Double.parseDouble(labels.group(1));
                count++;
            }
            assertThat(count).as(html).isBetween(1, 8);
        }
    }

    @Test
    void aChartIsXmlWithALineForEachFigureAndALegend() throws Exception {
        List<Point> falling = LongStream.rangeClosed(1, 1000)
                .mapToObj(step -> new Point(step, 1.0 / step))
                .toList();
        Chart chart = new Chart(
                "a < b",
                List.of(
                        new Series("learned", falling),
                        new Series("held out", falling.subList(0, 20)),
                        new Series("none", List.of())));
        var document = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new InputSource(new StringReader(chart.plot().html())));
        var lines = document.getElementsByTagName("polyline");
        assertThat(lines.getLength()).isEqualTo(2);
        assertThat(lines.item(0)
                        .getAttributes()
                        .getNamedItem("points")
                        .getNodeValue()
                        .split(" "))
                .hasSizeBetween(300, 400);
        assertThat(document.getElementsByTagName("circle").getLength()).isEqualTo(20);
        assertThat(document.getElementsByTagName("span").getLength()).isEqualTo(2);
    }

    @Test
    void everyFigureThatWasWrittenDownIsInOneChart() {
        List<Metrics.Line> lines = List.of(
                new Metrics.Line(1, Map.of("loss", 2.0, "mse", 1.0, "vq_loss", 1.0)),
                new Metrics.Line(2, Map.of("held_out_mse", 1.0, "held_out_mse_top", 2.0, "psnr", 20.0, "ssim", 0.5)),
                new Metrics.Line(2, Map.of("used_top", 8.0, "perplexity_top", 4.0, "of_tomorrow", 7.0)));
        Curves curves = Curves.of(lines);
        assertThat(curves.model()).map(Chart::title).contains("of tomorrow").hasSize(6);
        assertThat(curves.model().getFirst().series())
                .map(Series::name)
                .containsExactlyInAnyOrder("batches learned from", "held out", "held out, top alone");
        assertThat(curves.codes()).hasSize(2);
        Curves prior = Curves.of(List.of(
                new Metrics.Line(1, Map.of("loss", 2.0)),
                new Metrics.Line(1, Map.of("nats_per_code", 2.0, "train_nats_per_code", 1.0))));
        assertThat(prior.prior()).hasSize(1);
        assertThat(prior.prior().getFirst().series()).hasSize(3);
    }

    private static Chart chart(List<Point> points) {
        return new Chart("figure", List.of(new Series("figure", points)));
    }
}
