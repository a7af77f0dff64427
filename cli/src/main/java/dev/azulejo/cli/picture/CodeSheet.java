package dev.azulejo.cli.picture;

import dev.azulejo.nn.data.image.PngFile;
import dev.azulejo.nn.io.AtomicFiles;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** The codes of every level as one picture: how often each occurs, the most frequent first, and what it draws. */
public final class CodeSheet {
    private static final Color PAPER = new Color(0xFAF8F4);
    private static final int INK = 0x33373D;
    private static final Color BAR = new Color(0x1F5FA8);
    private static final Color DEAD = new Color(0xE4E0D8);

    private static final int WIDTH = 1040;
    private static final int MARGIN = 14;
    private static final int HISTOGRAM = 90;
    private static final int TEXT_SCALE = 2;
    private static final int TILE = 40;
    private static final int GAP = 4;

    /** Codes of a level that are drawn: of more, the most frequent. */
    private static final int MOST = 24 * 12;

    private final List<Level> levels = new ArrayList<>();

    @SuppressWarnings("ArrayRecordComponent") // Never compared.
    private record Level(String title, long[] counts, List<Picture> drawn) {
        /** Codes by their frequency. */
        List<Integer> order() {
            return IntStream.range(0, counts.length)
                    .boxed()
                    .sorted((a, b) -> Long.compare(counts[b], counts[a]))
                    .toList();
        }

        int rows() {
            return Math.ceilDiv(Math.min(MOST, counts.length), columns());
        }

        int height() {
            return PixelFont.HEIGHT * TEXT_SCALE + GAP * 2 + HISTOGRAM + GAP * 2 + rows() * (TILE + GAP) + MARGIN;
        }

        static int columns() {
            return (WIDTH - 2 * MARGIN + GAP) / (TILE + GAP);
        }
    }

    /**
     * Adds a level.
     *
     * @param title what is written above it
     * @param counts how often each code occurs
     * @param drawn what each code draws
     */
    public CodeSheet level(String title, long[] counts, List<Picture> drawn) {
        levels.add(new Level(title, counts, List.copyOf(drawn)));
        return this;
    }

    /** Writes a PNG file, whole or not at all. */
    public void save(Path file) {
        AtomicFiles.bytes(file, PngFile.bytes(paint()));
    }

    /** Paints. */
    BufferedImage paint() {
        int height = MARGIN + levels.stream().mapToInt(Level::height).sum();
        BufferedImage image = new BufferedImage(WIDTH, height, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = image.createGraphics();
        graphics.setColor(PAPER);
        graphics.fillRect(0, 0, WIDTH, height);
        int top = MARGIN;
        for (Level level : levels) {
            paint(image, graphics, level, top);
            top += level.height();
        }
        graphics.dispose();
        return image;
    }

    private static void paint(BufferedImage image, Graphics2D graphics, Level level, int top) {
        PixelFont.write(image, level.title, MARGIN, top, TEXT_SCALE, INK);
        int y = top + PixelFont.HEIGHT * TEXT_SCALE + GAP * 2;
        List<Integer> order = level.order();
        long most = Math.max(1, level.counts[order.getFirst()]);
        double width = (WIDTH - 2.0 * MARGIN) / order.size();
        for (int i = 0; i < order.size(); i++) {
            long count = level.counts[order.get(i)];
            int from = MARGIN + (int) Math.round(i * width);
            int to = Math.max(from + 1, MARGIN + (int) Math.round((i + 1) * width) - (width > 3 ? 1 : 0));
            int bar = count == 0 ? 0 : (int) Math.max(1, Math.round((double) count / most * HISTOGRAM));
            graphics.setColor(count == 0 ? DEAD : BAR);
            graphics.fillRect(from, y + HISTOGRAM - Math.max(bar, 2), to - from, Math.max(bar, 2));
        }
        y += HISTOGRAM + GAP * 2;
        for (int i = 0; i < Math.min(MOST, order.size()); i++) {
            int code = order.get(i);
            int x = MARGIN + i % Level.columns() * (TILE + GAP);
            int row = y + i / Level.columns() * (TILE + GAP);
            if (level.counts[code] == 0) {
                graphics.setColor(DEAD);
                graphics.drawRect(x, row, TILE - 1, TILE - 1);
                graphics.drawLine(x, row, x + TILE - 1, row + TILE - 1);
            } else {
                paint(image, level.drawn.get(code), x, row);
            }
        }
    }

    private static void paint(BufferedImage image, Picture picture, int left, int top) {
        for (int y = 0; y < TILE; y++) {
            for (int x = 0; x < TILE; x++) {
                image.setRGB(left + x, top + y, picture.rgb(y * picture.height() / TILE, x * picture.width() / TILE));
            }
        }
    }
}
