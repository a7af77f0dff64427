package dev.azulejo.cli.picture;

import dev.azulejo.nn.data.image.PngFile;
import dev.azulejo.nn.io.AtomicFiles;
import dev.azulejo.nn.message.UserException;
import java.awt.image.BufferedImage;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Rows of images of one size, each with a label or none, as one picture. Small images are enlarged, pixel by pixel. */
public final class PictureGrid {
    private static final int PAPER = 0xFAF8F4;
    private static final int INK = 0x33373D;

    /** Sides below this are enlarged to about this. */
    private static final int COMFORTABLE = 72;

    private static final int WIDEST = 1600;
    private static final int MARGIN = 14;
    private static final int GAP = 4;
    private static final int GROUP_GAP = 14;

    private record Row(String label, List<Picture> pictures, boolean opensGroup) {}

    private final List<Row> rows = new ArrayList<>();

    /**
     * Adds a row.
     *
     * @param label what it shows, or an empty string
     * @param pictures at least one
     * @param opensGroup whether to set it apart from the row above
     */
    public PictureGrid row(String label, List<Picture> pictures, boolean opensGroup) {
        rows.add(new Row(label, List.copyOf(pictures), opensGroup));
        return this;
    }

    /** Images in rows of equal length, without labels: a square, nearly. */
    public static PictureGrid square(List<Picture> pictures) {
        int columns = Math.min((int) Math.ceil(Math.sqrt(pictures.size())), columns(pictures.getFirst()));
        PictureGrid grid = new PictureGrid();
        for (int i = 0; i < pictures.size(); i += columns) {
            grid.row("", pictures.subList(i, Math.min(i + columns, pictures.size())), false);
        }
        return grid;
    }

    /** Lists of as many images each, one above the other; long ones are broken into groups of rows. */
    public static PictureGrid compared(List<String> labels, List<List<Picture>> lists) {
        int count = lists.getFirst().size();
        int columns = Math.min(count, Math.min(10, columns(lists.getFirst().getFirst())));
        PictureGrid grid = new PictureGrid();
        for (int i = 0; i < count; i += columns) {
            for (int list = 0; list < lists.size(); list++) {
                grid.row(
                        labels.get(list), lists.get(list).subList(i, Math.min(i + columns, count)), list == 0 && i > 0);
            }
        }
        return grid;
    }

    /** {@return how many images of this size a row has room for} */
    public static int columns(Picture picture) {
        return Math.max(1, WIDEST / (picture.width() * scale(picture) + GAP));
    }

    private static int scale(Picture picture) {
        return Math.max(1, Math.ceilDiv(COMFORTABLE, Math.max(picture.height(), picture.width())));
    }

    /** Paints. */
    public BufferedImage paint() {
        Picture first = rows.getFirst().pictures.getFirst();
        int scale = scale(first);
        int cellHeight = first.height() * scale;
        int cellWidth = first.width() * scale;
        int columns = rows.stream().mapToInt(row -> row.pictures.size()).max().orElse(1);
        List<Label> labels =
                rows.stream().map(row -> Label.of(row.label, cellHeight)).toList();
        int words = labels.stream().mapToInt(Label::width).max().orElse(0);
        int left = MARGIN + (words == 0 ? 0 : words + MARGIN);
        int width = left + columns * (cellWidth + GAP) - GAP + MARGIN;
        long height = 2L * MARGIN + (long) rows.size() * (cellHeight + GAP) - GAP;
        height += rows.stream().filter(Row::opensGroup).count() * (GROUP_GAP - GAP);
        if (width * height > 500_000_000L) {
            throw new UserException(
                    "a picture of " + width + "x" + height + " pixels is too large; ask for fewer images");
        }
        BufferedImage image = new BufferedImage(width, (int) height, BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                image.setRGB(x, y, PAPER);
            }
        }
        int top = MARGIN;
        for (int r = 0; r < rows.size(); r++) {
            Row row = rows.get(r);
            top += row.opensGroup ? GROUP_GAP - GAP : 0;
            labels.get(r).write(image, MARGIN, top, cellHeight, INK);
            for (int i = 0; i < row.pictures.size(); i++) {
                paint(image, row.pictures.get(i), left + i * (cellWidth + GAP), top, scale);
            }
            top += cellHeight + GAP;
        }
        return image;
    }

    private static void paint(BufferedImage image, Picture picture, int left, int top, int scale) {
        for (int y = 0; y < picture.height() * scale; y++) {
            for (int x = 0; x < picture.width() * scale; x++) {
                image.setRGB(left + x, top + y, picture.rgb(y / scale, x / scale));
            }
        }
    }

    /** The bytes of a PNG file. */
    byte[] png() {
        return PngFile.bytes(paint());
    }

    /** One image as a PNG file, as large as it is, with a description in it if it is not empty. */
    public static void save(Picture picture, Path file, String description) {
        BufferedImage image = new BufferedImage(
                picture.width(),
                picture.height(),
                picture.channels() == 1 ? BufferedImage.TYPE_BYTE_GRAY : BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < picture.height(); y++) {
            for (int x = 0; x < picture.width(); x++) {
                if (picture.channels() == 1) {
                    // Through rgb the JDK would take the grey for a linear one and brighten it.
                    image.getRaster().setSample(x, y, 0, picture.rgb(y, x) & 0xFF);
                } else {
                    image.setRGB(x, y, picture.rgb(y, x));
                }
            }
        }
        AtomicFiles.bytes(file, PngText.describe(PngFile.bytes(image), description));
    }

    /** Writes a PNG file, whole or not at all. */
    public void save(Path file) {
        save(file, "");
    }

    /** Writes a PNG file with a description in it if it is not empty. */
    public void save(Path file, String description) {
        AtomicFiles.bytes(file, PngText.describe(png(), description));
    }
}
