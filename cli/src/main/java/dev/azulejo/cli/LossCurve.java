package dev.azulejo.cli;

import dev.azulejo.nn.run.Metrics;
import java.util.List;
import java.util.Locale;

/** A curve of a figure over steps as SVG, on a logarithmic scale where the figure falls by much. */
final class LossCurve {
    private static final int WIDTH = 720;
    private static final int HEIGHT = 240;
    private static final int LEFT = 64;
    private static final int BOTTOM = 28;
    private static final int MARGIN = 12;
    private static final int MOST_POINTS = 400;

    private LossCurve() {}

    /** An {@code svg} element; empty if there are fewer than two points. */
    static String svg(List<Metrics.Line> lines, String figure) {
        List<Metrics.Line> points = lines.stream()
                .filter(l -> l.values().getOrDefault(figure, 0.0) > 0)
                .toList();
        if (points.size() < 2) {
            return "";
        }
        double least =
                points.stream().mapToDouble(p -> p.values().get(figure)).min().getAsDouble();
        double most =
                points.stream().mapToDouble(p -> p.values().get(figure)).max().getAsDouble();
        boolean logarithmic = most > 4 * least;
        double low = scale(least, logarithmic);
        double span = Math.max(scale(most, logarithmic) - low, 1e-9);
        long first = points.getFirst().step();
        long last = points.getLast().step();
        StringBuilder path = new StringBuilder();
        int stride = Math.ceilDiv(points.size(), MOST_POINTS);
        for (int i = 0; i < points.size(); i += stride) {
            Metrics.Line point = points.get(i);
            double x = LEFT + (double) (point.step() - first) / Math.max(1, last - first) * (WIDTH - LEFT - MARGIN);
            double y = y((scale(point.values().get(figure), logarithmic) - low) / span);
            path.append(String.format(Locale.ROOT, "%s%.1f,%.1f", i == 0 ? "" : " ", x, y));
        }
        StringBuilder svg = new StringBuilder(String.format(
                Locale.ROOT,
                "<svg viewBox=\"0 0 %d %d\" width=\"%d\" height=\"%d\" role=\"img\" aria-label=\"%s over steps\">",
                WIDTH,
                HEIGHT,
                WIDTH,
                HEIGHT,
                figure));
        for (int tick = 0; tick <= 4; tick++) {
            double value = low + span * tick / 4;
            svg.append(String.format(
                    Locale.ROOT,
                    "<line x1=\"%d\" x2=\"%d\" y1=\"%.1f\" y2=\"%.1f\" class=\"grid\"/>"
                            + "<text x=\"%d\" y=\"%.1f\" class=\"y\">%.3g</text>",
                    LEFT,
                    WIDTH - MARGIN,
                    y(tick / 4.0),
                    y(tick / 4.0),
                    LEFT - 8,
                    y(tick / 4.0) + 4,
                    logarithmic ? Math.exp(value) : value));
            svg.append(String.format(
                    Locale.ROOT,
                    "<text x=\"%d\" y=\"%d\" class=\"x\">%d</text>",
                    LEFT + (WIDTH - LEFT - MARGIN) * tick / 4,
                    HEIGHT - 8,
                    first + (last - first) * tick / 4));
        }
        return svg.append("<polyline points=\"")
                .append(path)
                .append("\"/></svg>")
                .toString();
    }

    private static double scale(double value, boolean logarithmic) {
        return logarithmic ? Math.log(value) : value;
    }

    private static double y(double part) {
        return MARGIN + (1 - part) * (HEIGHT - MARGIN - BOTTOM);
    }
}
