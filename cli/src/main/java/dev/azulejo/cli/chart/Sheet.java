package dev.azulejo.cli.chart;

import java.util.List;
import java.util.Locale;

/** Plots beside and below each other in one picture, an SVG that needs no other file. */
public final class Sheet {
    /** Above each plot, for its title and its legend. */
    private static final int HEAD = 52;

    private static final int APART = 24;

    private static final List<String> PALETTE =
            List.of("#1f5fa8", "#c8501e", "#2b8a57", "#8a4fa8", "#a8841f", "#5a6470");

    /** Rough width of a letter of a legend. */
    private static final int LETTER = 7;

    private Sheet() {}

    /**
     * {@return the picture}
     *
     * @param plots row by row
     * @param columns plots a row
     */
    public static String svg(List<Plot> plots, int columns) {
        int width = columns * Plot.WIDTH + (columns + 1) * APART;
        int each = HEAD + Plot.HEIGHT + APART;
        int height = Math.ceilDiv(plots.size(), columns) * each + APART;
        StringBuilder svg = new StringBuilder(String.format(
                Locale.ROOT,
                "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" width=\"%d\" height=\"%d\">\n",
                width,
                height,
                width,
                height));
        svg.append("<style>\n" + style() + "</style>\n<rect width=\"100%\" height=\"100%\" fill=\"#fff\"/>\n");
        for (int i = 0; i < plots.size(); i++) {
            svg.append(String.format(
                    Locale.ROOT,
                    "<g transform=\"translate(%d %d)\">\n",
                    APART + i % columns * (Plot.WIDTH + APART),
                    APART + i / columns * each));
            svg.append(head(plots.get(i)));
            svg.append("<g transform=\"translate(0 " + HEAD + ")\">\n"
                    + plots.get(i).drawing() + "</g>\n</g>\n");
        }
        return svg.append("</svg>\n").toString();
    }

    private static String style() {
        StringBuilder style = new StringBuilder("""
            text { font: 14px system-ui, sans-serif; fill: #5a6068; }
            .t { font-weight: 600; fill: #33373d; } .y { text-anchor: end; } .x { text-anchor: middle; }
            line { stroke: #e4e0d8; } polyline { fill: none; stroke-width: 2; stroke-linejoin: round; }
            """);
        for (int i = 0; i < PALETTE.size(); i++) {
            String colour = PALETTE.get(i);
            style.append(String.format(
                    Locale.ROOT,
                    "polyline.c%d { stroke: %s; } circle.c%d, rect.c%d { fill: %s; }\n",
                    i,
                    colour,
                    i,
                    i,
                    colour));
        }
        return style.toString();
    }

    private static String head(Plot plot) {
        StringBuilder head =
                new StringBuilder("<text x=\"0\" y=\"14\" class=\"t\">" + Markup.escape(plot.title()) + "</text>\n");
        int x = 0;
        for (Plot.Line line : plot.lines()) {
            String name = line.name();
            head.append(String.format(
                    Locale.ROOT,
                    "<rect class=\"%s\" x=\"%d\" y=\"31\" width=\"12\" height=\"4\"/><text x=\"%d\""
                            + " y=\"38\">%s</text>\n",
                    Plot.colour(line),
                    x,
                    x + 18,
                    Markup.escape(name)));
            x += 18 + name.length() * LETTER + 14;
        }
        return head.toString();
    }
}
