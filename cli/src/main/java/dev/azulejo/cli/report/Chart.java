package dev.azulejo.cli.report;

import dev.azulejo.cli.chart.Plot;
import dev.azulejo.cli.chart.Scale;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * Figures over steps in one picture, as SVG without a script: on a logarithmic scale where they span much.
 *
 * @param title what the height is
 * @param series what is drawn, those without points left out
 */
record Chart(String title, List<Series> series) {
    /** A figure at a step. */
    record Point(long step, double value) {}

    /**
     * A figure over steps.
     *
     * @param name for the legend
     * @param points in order, all finite
     */
    record Series(String name, List<Point> points) {}

    Chart {
        series = series.stream().filter(one -> !one.points().isEmpty()).toList();
    }

    /** {@return whether there is anything to draw} */
    boolean isEmpty() {
        return series.isEmpty();
    }

    /** {@return what is drawn} */
    Plot plot() {
        long first = steps().min().orElseThrow();
        long last = steps().max().orElseThrow();
        List<Plot.Line> lines = IntStream.range(0, series.size())
                .mapToObj(i -> new Plot.Line(
                        series.get(i).name(),
                        i,
                        series.get(i).points().stream()
                                .map(point -> new Plot.Spot(point.step(), point.value()))
                                .toList()))
                .toList();
        return new Plot(title, "step", Scale.steps(first, last), Scale.of(Plot.heights(lines)), lines);
    }

    private LongStream steps() {
        return series.stream().flatMap(one -> one.points().stream()).mapToLong(Point::step);
    }
}
