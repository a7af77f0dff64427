package dev.azulejo.cli.picture;

import dev.azulejo.nn.run.Metrics;
import java.util.List;
import java.util.Locale;

/** A curve of a figure over steps as SVG, on a logarithmic scale where the figure falls by much. */
public final class LossCurve {
    private static final int WIDTH = 720;
    private static final int HEIGHT = 240;
    private static final int LEFT = 64;
    private static final int BOTTOM = 28;
    private static final int MARGIN = 12;

    /** Room for half of a label under the last step. */
    private static final int RIGHT = 40;

    private static final int MOST_POINTS = 400;

    private LossCurve() {}

    /** An {@code svg} element; empty if there are fewer than two points. */
    public static String svg(List<Metrics.Line> lines, String figure) {
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
            double x = x(point.step(), first, last);
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
                    WIDTH - RIGHT,
                    y(tick / 4.0),
                    y(tick / 4.0),
                    LEFT - 8,
                    y(tick / 4.0) + 4,
                    logarithmic ? Math.exp(value) : value));
        }
        long apart = apart(last - first);
        for (long step = Math.ceilDiv(first, apart) * apart; step <= last; step += apart) {
            svg.append(String.format(
                    Locale.ROOT,
                    "<text x=\"%.1f\" y=\"%d\" class=\"x\">%d</text>",
                    x(step, first, last),
                    HEIGHT - 8,
                    step));
        }
        return svg.append("<polyline points=\"")
                .append(path)
                .append("\"/></svg>")
                .toString();
    }

    private static double x(long step, long first, long last) {
        return LEFT + (double) (step - first) / Math.max(1, last - first) * (WIDTH - LEFT - RIGHT);
    }

    /** Steps between labels: 1, 2 or 5 times a power of ten, for three to seven labels. */
    private static long apart(long span) {
        long unit = 1;
        while (true) {
            for (long apart : new long[] {unit, 2 * unit, 5 * unit}) {
                if (span / apart <= 6) {
                    return apart;
                }
            }
            unit *= 10;
        }
    }

    private static double scale(double value, boolean logarithmic) {
        return logarithmic ? Math.log(value) : value;
    }

    private static double y(double part) {
        return MARGIN + (1 - part) * (HEIGHT - MARGIN - BOTTOM);
    }
}
