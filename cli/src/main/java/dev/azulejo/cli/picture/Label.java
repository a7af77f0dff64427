package dev.azulejo.cli.picture;

import dev.azulejo.nn.message.Printable;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;

/** The words beside a row of images, broken into as many lines as the row has room for. */
record Label(List<String> lines) {
    private static final int LONGEST_LINE = 30;
    private static final int SCALE = 2;
    private static final int LEADING = (PixelFont.HEIGHT + 1) * SCALE;

    /** What still finds no room is left out in the middle. */
    static Label of(String text, int height) {
        int most = Math.max(1, (height + SCALE) / LEADING);
        int characters = most * LONGEST_LINE;
        List<String> lines = broken(Printable.name(text, characters));
        while (lines.size() > most) {
            characters -= LONGEST_LINE / 6;
            lines = broken(Printable.name(text, characters));
        }
        return new Label(lines);
    }

    private static List<String> broken(String text) {
        List<String> lines = new ArrayList<>();
        String rest = text;
        while (rest.length() > LONGEST_LINE) {
            int blank = rest.lastIndexOf(' ', LONGEST_LINE);
            int end = blank > 0 ? blank : LONGEST_LINE;
            lines.add(rest.substring(0, end));
            rest = rest.substring(end).stripLeading();
        }
        lines.add(rest);
        return lines;
    }

    /** Pixels that the longest line takes. */
    int width() {
        return lines.stream()
                .mapToInt(line -> PixelFont.width(line, SCALE))
                .max()
                .orElse(0);
    }

    /** Writes it in the middle of a row. */
    void write(BufferedImage image, int left, int top, int height, int rgb) {
        int first = top + (height - PixelFont.HEIGHT * SCALE - (lines.size() - 1) * LEADING) / 2;
        for (int i = 0; i < lines.size(); i++) {
            PixelFont.write(image, lines.get(i), left, first + i * LEADING, SCALE, rgb);
        }
    }
}
