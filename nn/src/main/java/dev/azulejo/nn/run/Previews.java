package dev.azulejo.nn.run;

import dev.azulejo.engine.Shape;
import dev.azulejo.engine.Tensor;
import dev.azulejo.nn.data.image.PngFile;
import dev.azulejo.nn.data.pixels.ImageResize;
import dev.azulejo.nn.io.AtomicFiles;
import dev.azulejo.nn.io.FileErrors;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What a training shows of itself on its way: rows of small images as PNG files, {@code previews/STEP.png}, and in
 * {@code previews/wanted.png} what they are to become. They are few, for the steps between them grow as the steps do.
 *
 * @param folder where they are
 */
public record Previews(Path folder) {
    private static final String WANTED = "wanted";
    private static final String SUFFIX = ".png";

    /** The longest side of an image; larger ones are reduced. */
    private static final int SIDE = 128;

    /** Gaps are this part of an image's width. */
    private static final int GAP = 16;

    /**
     * Those of a run.
     *
     * @param run the run, of a model or a prior
     * @return the previews, of which there may be none
     */
    public static Previews of(RunDirectory run) {
        return new Previews(run.path().resolve("previews"));
    }

    /**
     * {@return whether a step is to be shown: 1, 2 or 5, or ten, a hundred, a thousand, ... times that}
     *
     * @param step number of the step, from 1 on
     */
    public static boolean due(long step) {
        long digit = step;
        while (digit >= 10 && digit % 10 == 0) {
            digit /= 10;
        }
        return digit == 1 || digit == 2 || digit == 5;
    }

    /**
     * Keeps what a step shows.
     *
     * @param step number of the step
     * @param images {@code [N,H,W,C]}, in [0,1]; what lies beyond is cut off
     * @throws dev.azulejo.nn.io.CannotWriteException if it cannot be written
     */
    public void write(long step, Tensor images) {
        write(String.valueOf(step), images);
    }

    /**
     * Keeps what is to be learned.
     *
     * @param images {@code [N,H,W,C]}, in [0,1]
     * @throws dev.azulejo.nn.io.CannotWriteException if it cannot be written
     */
    public void writeWanted(Tensor images) {
        write(WANTED, images);
    }

    private void write(String name, Tensor images) {
        AtomicFiles.bytes(folder.resolve(name + SUFFIX), PngFile.bytes(row(images)));
    }

    /** {@return the file of what is to be learned, which may not be there} */
    public Path wanted() {
        return folder.resolve(WANTED + SUFFIX);
    }

    /** {@return the files by their steps, the first one first} */
    public SequencedMap<Long, Path> steps() {
        TreeMap<Long, Path> steps = new TreeMap<>();
        if (Files.isDirectory(folder)) {
            try (Stream<Path> files = Files.list(folder)) {
                for (Path file : files.toList()) {
                    String name = file.getFileName().toString();
                    if (name.matches("[1-9]\\d{0,17}\\.png")) {
                        steps.put(Long.parseLong(name.substring(0, name.length() - SUFFIX.length())), file);
                    }
                }
            } catch (IOException e) {
                throw FileErrors.cannotRead(folder, e);
            }
        }
        return steps;
    }

    /**
     * Drops those of steps that will be done again.
     *
     * @param step the last step that is done
     */
    public void dropAfter(long step) {
        List<Path> dropped = steps().entrySet().stream()
                .filter(each -> each.getKey() > step)
                .map(Map.Entry::getValue)
                .toList();
        for (Path file : dropped) {
            try {
                Files.deleteIfExists(file);
            } catch (IOException e) {
                throw FileErrors.cannotWrite(file, e);
            }
        }
    }

    /** The images side by side, with gaps that let the page through. */
    private static BufferedImage row(Tensor images) {
        Shape shape = images.shape();
        int channels = shape.channels();
        int side = Math.min(SIDE, Math.min(shape.get(1), shape.get(2)));
        int gap = Math.max(1, side / GAP);
        float[] values = images.toArray();
        int each = values.length / shape.get(0);
        BufferedImage row = new BufferedImage(shape.get(0) * (side + gap) - gap, side, BufferedImage.TYPE_INT_ARGB);
        for (int n = 0; n < shape.get(0); n++) {
            byte[] pixels = new byte[each];
            for (int i = 0; i < each; i++) {
                pixels[i] = (byte) Math.round(Math.clamp(values[n * each + i], 0f, 1f) * 255);
            }
            byte[] small = ImageResize.square(pixels, shape.get(1), shape.get(2), channels, side);
            for (int y = 0; y < side; y++) {
                for (int x = 0; x < side; x++) {
                    row.setRGB(n * (side + gap) + x, y, colour(small, (y * side + x) * channels, channels));
                }
            }
        }
        return row;
    }

    private static int colour(byte[] pixels, int at, int channels) {
        int red = Byte.toUnsignedInt(pixels[at]);
        int green = channels == 3 ? Byte.toUnsignedInt(pixels[at + 1]) : red;
        int blue = channels == 3 ? Byte.toUnsignedInt(pixels[at + 2]) : red;
        return 0xFF000000 | red << 16 | green << 8 | blue;
    }
}
