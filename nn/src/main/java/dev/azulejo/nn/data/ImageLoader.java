package dev.azulejo.nn.data;

import dev.azulejo.nn.UserException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;

/** Decodes many files in parallel to images of one size, in the order of the files; those that fail are left out. */
final class ImageLoader {
    private final String name;
    private final List<Path> files;
    private final List<String> classes;
    private final int[] labels;
    private final List<Skipped> unreadable;

    /** Labels are one a file, or none; {@code unreadable} are skipped already. */
    ImageLoader(String name, List<Path> files, List<String> classes, int[] labels, List<Skipped> unreadable) {
        this.name = name;
        this.files = files;
        this.classes = classes;
        this.labels = labels;
        this.unreadable = unreadable;
    }

    /** What was read, and which file each image is from. */
    record Loaded(ImageFolder.Result result, List<Path> files) {}

    /** Loads all; see {@link ImageFolder#read} for the arguments. */
    Loaded load(OptionalInt asked, OptionalInt channels, LoadListener listener) {
        asked.ifPresent(ImageResize::checkSize);
        String[] faults = new String[files.size()];
        ImageDecoder.Size size =
                asked.isPresent() ? new ImageDecoder.Size(asked.getAsInt(), asked.getAsInt()) : commonSize(faults);
        PixelStore pixels = PixelStore.allocate(files.size(), size.height() * size.width() * 3);
        AtomicBoolean grey = new AtomicBoolean(true);
        Counter counter = new Counter(files.size(), listener);
        IntStream.range(0, files.size()).parallel().forEach(i -> {
            try {
                if (faults[i] != null) {
                    return;
                }
                byte[] image = decode(files.get(i), size, asked.isPresent());
                if (grey.get() && !isGrey(image)) {
                    grey.set(false);
                }
                pixels.write(i, image, 0);
            } catch (ImageDecoder.NotAnImage e) {
                faults[i] = e.getMessage();
            } finally {
                counter.count();
            }
        });
        int[] good =
                IntStream.range(0, files.size()).filter(i -> faults[i] == null).toArray();
        if (good.length == 0) {
            throw noneReadable(faults);
        }
        ImageData all = new ArrayImageData(name, files.size(), size.height(), size.width(), 3, classes, labels, pixels);
        ImageData read = good.length == files.size() ? all : all.select(good);
        return new Loaded(
                new ImageFolder.Result(read.withChannels(channels.orElse(grey.get() ? 1 : 3)), skipped(faults)),
                IntStream.of(good).mapToObj(files::get).toList());
    }

    private static final class Counter {
        private final int total;
        private final LoadListener listener;
        private int done;

        Counter(int total, LoadListener listener) {
            this.total = total;
            this.listener = listener;
        }

        synchronized void count() {
            done++;
            if (done % Math.ceilDiv(total, 100) == 0 || done == total) {
                listener.loaded(done, total);
            }
        }
    }

    private List<Skipped> skipped(String[] faults) {
        List<Skipped> skipped = new ArrayList<>(unreadable);
        for (int i = 0; i < faults.length; i++) {
            if (faults[i] != null) {
                skipped.add(new Skipped(files.get(i), faults[i]));
            }
        }
        return skipped;
    }

    private UserException noneReadable(String[] faults) {
        return new UserException(
                files.size() == 1
                        ? "cannot read the image " + files.getFirst() + ": " + faults[0]
                        : name + ": none of its " + files.size() + " images can be read; the first, " + files.getFirst()
                                + ": " + faults[0]);
    }

    private ImageDecoder.Size commonSize(String[] faults) {
        ImageDecoder.Size[] sizes = new ImageDecoder.Size[files.size()];
        IntStream.range(0, sizes.length).parallel().forEach(i -> {
            try {
                sizes[i] = ImageDecoder.size(files.get(i));
            } catch (ImageDecoder.NotAnImage e) {
                faults[i] = e.getMessage();
            }
        });
        int first = -1;
        for (int i = 0; i < sizes.length; i++) {
            if (sizes[i] != null && first >= 0 && !sizes[i].equals(sizes[first])) {
                throw new DifferentSizesException(name + ": its images differ in size (" + inWords(first, sizes) + ", "
                        + inWords(i, sizes) + "); say to which size to bring them, such as 64 or 128");
            }
            first = first < 0 && sizes[i] != null ? i : first;
        }
        if (first < 0) {
            throw noneReadable(faults);
        }
        return sizes[first];
    }

    private String inWords(int i, ImageDecoder.Size[] sizes) {
        return files.get(i).getFileName() + " is " + sizes[i].width() + "x" + sizes[i].height();
    }

    private static byte[] decode(Path file, ImageDecoder.Size size, boolean resize) throws ImageDecoder.NotAnImage {
        ImageDecoder.Decoded image = ImageDecoder.decode(file);
        if (resize) {
            return ImageResize.square(image.rgb(), image.height(), image.width(), 3, size.height());
        }
        if (image.height() != size.height() || image.width() != size.width()) {
            throw new ImageDecoder.NotAnImage("its header says another size than its data", null);
        }
        return image.rgb();
    }

    private static boolean isGrey(byte[] rgb) {
        for (int p = 0; p < rgb.length; p += 3) {
            if (rgb[p] != rgb[p + 1] || rgb[p] != rgb[p + 2]) {
                return false;
            }
        }
        return true;
    }
}
