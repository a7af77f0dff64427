package dev.azulejo.cli.chart;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.DoubleStream;

/**
 * Lines and dots over two axes as SVG, coloured by whoever shows it: class {@code c0} for the first of them, and so on.
 *
 * @param title what it shows
 * @param across what the width is
 * @param x the width
 * @param y the height
 * @param lines what is drawn
 */
public record Plot(String title, String across, Scale x, Scale y, List<Line> lines) {
    /** Width of a plot. */
    public static final int WIDTH = 460;

    /** Height of a plot. */
    public static final int HEIGHT = 240;

    /** How many colours there are; then they begin again. */
    public static final int COLOURS = 6;

    private static final int LEFT = 58;
    private static final int TOP = 12;
    private static final int BOTTOM = 46;

    /** Room for half of a label under the last value. */
    private static final int RIGHT = 28;

    private static final int MOST_POINTS = 400;

    /** As many points as can be told apart get a dot each. */
    private static final int MOST_DOTS = 30;

    /**
     * A point of a line.
     *
     * @param x where it is in the width
     * @param y where it is in the height
     */
    public record Spot(double x, double y) {}

    /**
     * Values of one thing.
     *
     * @param name for the legend
     * @param colour its number
     * @param spots in order, all finite
     * @param joined whether a line joins them
     * @param dotted whether each has a dot
     */
    public record Line(String name, int colour, List<Spot> spots, boolean joined, boolean dotted) {
        /** A line with dots, if these are few. */
        public Line(String name, int colour, List<Spot> spots) {
            this(name, colour, spots, true, spots.size() <= MOST_DOTS);
        }
    }

    /** {@return an element {@code figure} with a legend, for a page} */
    public String html() {
        StringBuilder html =
                new StringBuilder("<figure class=\"chart\"><figcaption><b>" + Markup.escape(title) + "</b>");
        for (Line line : lines.size() > 1 ? lines : List.<Line>of()) {
            html.append(" <span class=\"key\"><i class=\"" + colour(line) + "\"></i>" + Markup.escape(line.name())
                    + "</span>");
        }
        return html.append("</figcaption>\n<svg viewBox=\"0 0 " + WIDTH + " " + HEIGHT + "\" role=\"img\" aria-label=\""
                        + Markup.escape(title) + ", by " + Markup.escape(across) + "\">\n")
                .append(drawing())
                .append("</svg>\n</figure>\n")
                .toString();
    }

    /** {@return the elements within the picture} */
    String drawing() {
        StringBuilder svg = new StringBuilder();
        for (double tick : y.ticks()) {
            double height = height(tick);
            svg.append(String.format(
                    Locale.ROOT,
                    "<line x1=\"%d\" x2=\"%d\" y1=\"%.1f\" y2=\"%.1f\"/><text x=\"%d\" y=\"%.1f\""
                            + " class=\"y\">%s</text>\n",
                    LEFT,
                    WIDTH - RIGHT,
                    height,
                    height,
                    LEFT - 8,
                    height + 5,
                    Scale.number(tick)));
        }
        for (double tick : x.ticks()) {
            svg.append(String.format(
                    Locale.ROOT,
                    "<text x=\"%.1f\" y=\"%d\" class=\"x\">%s</text>\n",
                    place(tick),
                    HEIGHT - 26,
                    tick == Math.rint(tick) ? String.valueOf((long) tick) : Scale.number(tick)));
        }
        svg.append(String.format(
                Locale.ROOT,
                "<text x=\"%d\" y=\"%d\" class=\"x\">%s</text>\n",
                (LEFT + WIDTH - RIGHT) / 2,
                HEIGHT - 6,
                Markup.escape(across)));
        lines.forEach(line -> svg.append(drawing(line, colour(line))));
        return svg.toString();
    }

    private String drawing(Line line, String colour) {
        List<Spot> spots = thinned(line.spots());
        StringBuilder svg = new StringBuilder();
        if (line.joined()) {
            List<String> points = spots.stream()
                    .map(spot -> String.format(Locale.ROOT, "%.1f,%.1f", place(spot.x()), height(spot.y())))
                    .toList();
            svg.append("<polyline class=\"" + colour + "\" points=\"" + String.join(" ", points) + "\"/>\n");
        }
        for (Spot spot : line.dotted() ? spots : List.<Spot>of()) {
            svg.append(String.format(
                    Locale.ROOT,
                    "<circle class=\"%s\" cx=\"%.1f\" cy=\"%.1f\" r=\"3\"/>\n",
                    colour,
                    place(spot.x()),
                    height(spot.y())));
        }
        return svg.toString();
    }

    /** {@return the heights of all spots} */
    public static DoubleStream heights(List<Line> lines) {
        return lines.stream().flatMap(line -> line.spots().stream()).mapToDouble(Spot::y);
    }

    /** Every so many, and the last. */
    private static List<Spot> thinned(List<Spot> spots) {
        int stride = Math.max(1, Math.ceilDiv(spots.size(), MOST_POINTS));
        List<Spot> kept = new ArrayList<>();
        for (int i = (spots.size() - 1) % stride; i < spots.size(); i += stride) {
            kept.add(spots.get(i));
        }
        return kept;
    }

    static String colour(Line line) {
        return "c" + line.colour() % COLOURS;
    }

    private double place(double value) {
        return LEFT + x.part(value) * (WIDTH - LEFT - RIGHT);
    }

    private double height(double value) {
        return TOP + (1 - y.part(value)) * (HEIGHT - TOP - BOTTOM);
    }
}
