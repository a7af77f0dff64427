package dev.azulejo.cli.report;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;

/**
 * Figures over steps in one picture, as SVG without a script: on a logarithmic scale where they span much.
 *
 * @param title what the height is
 * @param series what is drawn, those without points left out
 */
record Chart(String title, List<Series> series) {
    private static final int WIDTH = 460;
    private static final int HEIGHT = 240;
    private static final int LEFT = 58;
    private static final int TOP = 12;
    private static final int BOTTOM = 46;

    /** Room for half of a label under the last step. */
    private static final int RIGHT = 28;

    private static final int MOST_POINTS = 400;

    /** As many points as can be told apart get a dot each. */
    private static final int MOST_DOTS = 30;

    /** How many colours the page has. */
    private static final int COLOURS = 6;

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

    /** {@return an element {@code figure} with a legend} */
    String html() {
        StringBuilder html = new StringBuilder("<figure class=\"chart\"><figcaption><b>" + Page.escape(title) + "</b>");
        for (int i = 0; series.size() > 1 && i < series.size(); i++) {
            html.append(" <span class=\"key\"><i class=\"c" + i % COLOURS + "\"></i>"
                    + Page.escape(series.get(i).name()) + "</span>");
        }
        return html.append("</figcaption>\n")
                .append(svg())
                .append("</figure>\n")
                .toString();
    }

    private String svg() {
        long first = steps().mapToLong(Long::longValue).min().orElseThrow();
        long last = steps().mapToLong(Long::longValue).max().orElseThrow();
        double least = values().min().orElseThrow();
        double most = values().max().orElseThrow();
        boolean logarithmic = least > 0 && most > 8 * least;
        double margin = Math.max((scale(most, logarithmic) - scale(least, logarithmic)) * .04, 1e-9);
        double low = scale(least, logarithmic) - margin;
        double span = scale(most, logarithmic) + margin - low;
        StringBuilder svg = new StringBuilder("<svg viewBox=\"0 0 " + WIDTH + " " + HEIGHT
                + "\" role=\"img\" aria-label=\"" + Page.escape(title) + " over steps\">\n");
        for (double tick : logarithmic ? powers(least, most) : even(least, most)) {
            double y = y((scale(tick, logarithmic) - low) / span);
            svg.append(String.format(
                    Locale.ROOT,
                    "<line x1=\"%d\" x2=\"%d\" y1=\"%.1f\" y2=\"%.1f\"/><text x=\"%d\" y=\"%.1f\""
                            + " class=\"y\">%s</text>\n",
                    LEFT,
                    WIDTH - RIGHT,
                    y,
                    y,
                    LEFT - 8,
                    y + 5,
                    number(tick)));
        }
        long apart = apart(last - first);
        for (long step = Math.ceilDiv(first, apart) * apart; step <= last; step += apart) {
            svg.append(String.format(
                    Locale.ROOT,
                    "<text x=\"%.1f\" y=\"%d\" class=\"x\">%d</text>\n",
                    x(step, first, last),
                    HEIGHT - 26,
                    step));
        }
        svg.append(String.format(
                Locale.ROOT,
                "<text x=\"%d\" y=\"%d\" class=\"x\">step</text>\n",
                (LEFT + WIDTH - RIGHT) / 2,
                HEIGHT - 6));
        for (int i = 0; i < series.size(); i++) {
            List<String> points = thinned(series.get(i).points()).stream()
                    .map(point -> String.format(
                            Locale.ROOT,
                            "%.1f,%.1f",
                            x(point.step(), first, last),
                            y((scale(point.value(), logarithmic) - low) / span)))
                    .toList();
            String colour = "c" + i % COLOURS;
            svg.append("<polyline class=\"" + colour + "\" points=\"" + String.join(" ", points) + "\"/>\n");
            if (points.size() <= MOST_DOTS) {
                svg.append(points.stream()
                        .map(point -> point.split(",", -1))
                        .map(xy ->
                                "<circle class=\"" + colour + "\" cx=\"" + xy[0] + "\" cy=\"" + xy[1] + "\" r=\"3\"/>")
                        .collect(Collectors.joining("\n", "", "\n")));
            }
        }
        return svg.append("</svg>\n").toString();
    }

    private Stream<Long> steps() {
        return series.stream().flatMap(one -> one.points().stream()).map(Point::step);
    }

    private DoubleStream values() {
        return series.stream().flatMap(one -> one.points().stream()).mapToDouble(Point::value);
    }

    /** Every so many, and the last. */
    private static List<Point> thinned(List<Point> points) {
        int stride = Math.ceilDiv(points.size(), MOST_POINTS);
        List<Point> kept = new ArrayList<>();
        for (int i = (points.size() - 1) % stride; i < points.size(); i += stride) {
            kept.add(points.get(i));
        }
        return kept;
    }

    /** Steps between labels: 1, 2 or 5 times a power of ten, for two to six labels. */
    private static long apart(long span) {
        for (long unit = 1; ; unit *= 10) {
            for (long apart : new long[] {unit, 2 * unit, 5 * unit}) {
                if (span / apart <= 5) {
                    return apart;
                }
            }
        }
    }

    /** Three to six round numbers. */
    private static List<Double> even(double least, double most) {
        double rough = Math.max((most - least) / 3, Math.abs(most) * 1e-6 + 1e-12);
        double unit = Math.pow(10, Math.floor(Math.log10(rough)));
        double apart = rough >= 5 * unit ? 5 * unit : rough >= 2 * unit ? 2 * unit : unit;
        List<Double> ticks = new ArrayList<>();
        for (long i = (long) Math.ceil(least / apart - 1e-9); i * apart <= most + apart * 1e-9; i++) {
            ticks.add(i * apart);
        }
        return ticks;
    }

    /** 1, 2 and 5 times powers of ten; the powers alone if those are many. */
    private static List<Double> powers(double least, double most) {
        List<Double> ticks = new ArrayList<>();
        boolean many = most > 1000 * least;
        for (int power = (int) Math.floor(Math.log10(least)); power <= Math.log10(most); power++) {
            for (int digit : many ? new int[] {1} : new int[] {1, 2, 5}) {
                double tick = digit * Math.pow(10, power);
                if (tick >= least && tick <= most) {
                    ticks.add(tick);
                }
            }
        }
        return ticks;
    }

    /** With as few digits as it takes. */
    static String number(double value) {
        BigDecimal rounded = BigDecimal.valueOf(value).round(new MathContext(4)).stripTrailingZeros();
        boolean plain = value == 0 || (Math.abs(value) >= 1e-4 && Math.abs(value) < 1e7);
        return plain ? rounded.toPlainString() : String.format(Locale.ROOT, "%.2g", value);
    }

    private static double x(long step, long first, long last) {
        return LEFT + (double) (step - first) / Math.max(1, last - first) * (WIDTH - LEFT - RIGHT);
    }

    private static double scale(double value, boolean logarithmic) {
        return logarithmic ? Math.log(value) : value;
    }

    private static double y(double part) {
        return TOP + (1 - part) * (HEIGHT - TOP - BOTTOM);
    }
}
