package dev.azulejo.cli.chart;

import dev.azulejo.nn.message.Printable;

/** Text within HTML and SVG. */
public final class Markup {
    private Markup() {}

    /** {@return a text on one line, as an element or an attribute may hold it} */
    public static String escape(String text) {
        return Printable.line(text)
                .replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
