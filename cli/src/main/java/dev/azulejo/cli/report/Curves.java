package dev.azulejo.cli.report;

import dev.azulejo.cli.report.Chart.Point;
import dev.azulejo.cli.report.Chart.Series;
import dev.azulejo.nn.run.Metrics;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * The charts of a run's figures: those that belong together in one, and everything else that was written down in one of its own.
 *
 * @param figures points by the name of the figure, as {@code metrics.jsonl} has it
 */
record Curves(Map<String, List<Point>> figures) {
    static Curves of(List<Metrics.Line> lines) {
        Map<String, List<Point>> figures = new LinkedHashMap<>();
        for (Metrics.Line line : lines) {
            line.values()
                    .forEach((name, value) -> figures.computeIfAbsent(name, _ -> new ArrayList<>())
                            .add(new Point(line.step(), value)));
        }
        return new Curves(figures);
    }

    /** {@return the charts of a model's training, without those of its codebooks} */
    List<Chart> model() {
        Rest rest = new Rest();
        rest.codebooks();
        return rest.charts(
                rest.chart("mean squared error, pixels in [0,1]", name -> name.contains("mse"), name -> switch (name) {
                    case "mse" -> "batches learned from";
                    case "held_out_mse" -> "held out";
                    default -> "held out, " + name.replace("held_out_mse_", "") + " alone";
                }),
                rest.chart("loss: what is minimised", "loss"::equals, name -> name),
                rest.chart("loss of the quantizers", "vq_loss"::equals, name -> name),
                rest.chart("psnr of held-out images, dB", "psnr"::equals, name -> name),
                rest.chart("ssim of held-out images", "ssim"::equals, name -> name));
    }

    /** {@return the charts of the use of codes} */
    List<Chart> codes() {
        return new Rest().codebooks().stream().filter(chart -> !chart.isEmpty()).toList();
    }

    /** {@return the charts of a prior's training} */
    List<Chart> prior() {
        Rest rest = new Rest();
        return rest.charts(rest.chart(
                "nats per code", name -> name.equals("loss") || name.endsWith("nats_per_code"), name -> switch (name) {
                    case "loss" -> "batches, with dropout";
                    case "nats_per_code" -> "held out";
                    default -> "learned from";
                }));
    }

    /** {@return a chart of each figure} */
    List<Chart> each() {
        return new Rest().charts();
    }

    /** {@return the points of a figure; none if there is none of that name} */
    List<Point> points(String figure) {
        return figures.getOrDefault(figure, List.of());
    }

    /** Figures that are in no chart yet. */
    private final class Rest {
        private final Map<String, List<Point>> left = new LinkedHashMap<>(figures);

        Chart chart(String title, Predicate<String> of, Function<String, String> label) {
            List<String> names = left.keySet().stream().filter(of).toList();
            return new Chart(
                    title,
                    names.stream()
                            .map(name -> new Series(label.apply(name), left.remove(name)))
                            .toList());
        }

        List<Chart> codebooks() {
            return List.of(
                    chart(
                            "codes that held-out images choose",
                            name -> name.startsWith("used_"),
                            name -> name.replace("used_", "").replace('_', ' ')),
                    chart(
                            "perplexity of the codes",
                            name -> name.startsWith("perplexity_"),
                            name -> name.replace("perplexity_", "").replace('_', ' ')));
        }

        List<Chart> charts(Chart... known) {
            List<Chart> charts = new ArrayList<>(List.of(known));
            List.copyOf(left.keySet())
                    .forEach(name -> charts.add(chart(name.replace('_', ' '), name::equals, label -> label)));
            return charts.stream().filter(chart -> !chart.isEmpty()).toList();
        }
    }
}
