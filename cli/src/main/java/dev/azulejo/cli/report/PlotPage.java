package dev.azulejo.cli.report;

import dev.azulejo.cli.chart.Plot;
import java.util.List;

/** A page of plots that needs no other file. */
public final class PlotPage {
    private final Page page;

    /**
     * A page without plots.
     *
     * @param title its heading
     * @param note what holds for all of it
     */
    public PlotPage(String title, String note) {
        page = new Page(title);
        page.note(note);
    }

    /** Adds plots under a heading. */
    public void section(String heading, String note, List<Plot> plots) {
        page.section(heading, heading).note(note).plots(plots);
    }

    /** {@return the page} */
    public String html() {
        return page.html(false);
    }
}
