package dev.azulejo.cli.bench.growth;

import dev.azulejo.cli.chart.Plot;
import dev.azulejo.cli.chart.Scale;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/**
 * What a sweep took.
 *
 * @param sweep the sweep
 * @param points a size each
 */
public record Grown(Sweep sweep, List<Point> points) {
    /** The part of the best speed at a smaller size below which a larger one is a cliff. */
    private static final double CLIFF = 0.75;

    /** The colour of what the machine can do. */
    static final int MACHINE = 5;

    /**
     * {@return the plots: time, speed beside the machine's, memory}
     *
     * @param peak the machine's GFLOP/s on a number of threads
     */
    List<Plot> plots(Function<Integer, Double> peak) {
        List<Plot> plots = new ArrayList<>();
        boolean code = sweep.work() == Sweep.Work.SAMPLE;
        plots.add(plot(code ? "microseconds" : "milliseconds", cost -> (code ? 1e3 : 1) * cost.milliseconds()));
        if (!code) {
            List<Plot.Line> lines = new ArrayList<>(lines((point, cost) -> point.gflops(cost)));
            lines.add(new Plot.Line(
                    "a product of matrices",
                    MACHINE,
                    points.stream()
                            .map(point -> new Plot.Spot(point.size(), peak.apply(point.size())))
                            .toList(),
                    true,
                    false));
            plots.add(new Plot(
                    "GFLOP/s of " + sweep.title(),
                    sweep.across(),
                    across(),
                    Scale.ofAmounts(Plot.heights(lines)),
                    lines));
        }
        plots.add(plot("MiB", Cost::mebibytes));
        return plots;
    }

    private Plot plot(String what, ToDoubleFunction<Cost> height) {
        List<Plot.Line> lines = lines((_, cost) -> height.applyAsDouble(cost));
        return new Plot(
                what + " of " + sweep.title(), sweep.across(), across(), Scale.ofAmounts(Plot.heights(lines)), lines);
    }

    private Scale across() {
        return Scale.factors(points.stream().mapToDouble(Point::size));
    }

    private interface Height {
        double of(Point point, Cost cost);
    }

    /** Azulejo's, and PyTorch's where it has any. */
    private List<Plot.Line> lines(Height height) {
        return Stream.of(line("Azulejo", 0, Point::azulejo, height), line("PyTorch", 1, Point::pytorch, height))
                .filter(line -> !line.spots().isEmpty())
                .toList();
    }

    private Plot.Line line(String name, int colour, Function<Point, Cost> side, Height height) {
        return new Plot.Line(
                name,
                colour,
                points.stream()
                        .filter(point -> side.apply(point) != null)
                        .map(point -> new Plot.Spot(point.size(), height.of(point, side.apply(point))))
                        .toList());
    }

    /** {@return where a larger size is much slower for its work than a smaller one, if it is} */
    public Optional<String> cliff() {
        double best = 0;
        for (Point point : points) {
            double speed = point.gflops(point.azulejo()) / (sweep.ofThreads() ? point.size() : 1);
            if (speed < CLIFF * best) {
                return Optional.of(String.format(
                        Locale.ROOT,
                        "%s %d: %.0f %% of the GFLOP/s of smaller ones",
                        sweep.across(),
                        point.size(),
                        100 * speed / best));
            }
            best = Math.max(best, speed);
        }
        return Optional.empty();
    }

    Map<String, Object> json() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("id", sweep.id());
        json.put("across", sweep.across());
        json.put("points", points.stream().map(Point::json).toList());
        json.put("cliff", cliff().orElse(null));
        return json;
    }
}
