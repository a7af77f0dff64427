package dev.azulejo.nn.data.source;

import dev.azulejo.nn.data.ArrayImageData;
import dev.azulejo.nn.data.ImageData;
import dev.azulejo.nn.data.image.ImageDecoder;
import dev.azulejo.nn.data.image.ImageDecoder.NotAnImage;
import dev.azulejo.nn.data.image.ImageDecoder.Size;
import dev.azulejo.nn.data.pixels.ImageResize;
import dev.azulejo.nn.data.pixels.PixelStore;
import dev.azulejo.nn.data.split.SkippedFile;
import dev.azulejo.nn.message.UserException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;

/** Decodes many files in parallel to images of one size, in the order of the files; those that fail are left out. */
final class ImageLoader {
    /** An image so many times as long as it is wide is no picture of which the middle would do. */
    private static final int MOST_TO_ONE = 100;

    private final String name;
    private final List<Path> files;
    private final List<String> classes;
    private final int[] labels;
    private final List<SkippedFile> unreadable;

    /** Labels are one per file, or none; {@code unreadable} are skipped already. */
    ImageLoader(String name, List<Path> files, List<String> classes, int[] labels, List<SkippedFile> unreadable) {
        this.name = name;
        this.files = files;
        this.classes = classes;
        this.labels = labels;
        this.unreadable = unreadable;
    }

    /** The images that were read, and the file that each is from. */
    record Loaded(ImageFolder.Result result, List<Path> files) {}

    /** Loads all; see {@link ImageFolder#read} for the arguments. */
    Loaded load(OptionalInt asked, OptionalInt channels, LoadListener listener) {
        asked.ifPresent(ImageResize::checkSize);
        String[] faults = new String[files.size()];
        Size size = asked.isPresent() ? new Size(asked.getAsInt(), asked.getAsInt()) : commonSize(faults);
        PixelStore pixels = PixelStore.allocate(files.size(), size.height() * size.width() * 3);
        AtomicBoolean grey = new AtomicBoolean(true);
        DecodingMemory memory = DecodingMemory.ofHeap();
        decodeAll(faults, listener, i -> {
            byte[] image = decode(files.get(i), size, asked.isPresent(), memory);
            if (grey.get() && !isGrey(image)) {
                grey.set(false);
            }
            pixels.write(i, image, 0);
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

    /** Takes one of the files all the way to its pixels. */
    interface Work {
        void run(int i) throws NotAnImage;
    }

    /**
     * Decodes side by side all that have no fault yet. A file for which the memory did not suffice then, whoever took it, is
     * tried again alone; if it does not suffice even so, all ends: what is left out must not depend on the moment.
     */
    void decodeAll(String[] faults, LoadListener listener, Work work) {
        Counter counter = new Counter(files.size(), listener);
        Set<Integer> again = ConcurrentHashMap.newKeySet();
        IntStream.range(0, files.size()).parallel().forEach(i -> {
            try {
                if (faults[i] == null) {
                    faults[i] = fault(i, work);
                }
            } catch (OutOfMemoryError e) {
                again.add(i);
            } finally {
                counter.count();
            }
        });
        for (int i : again.stream().sorted().toList()) {
            try {
                faults[i] = fault(i, work);
            } catch (OutOfMemoryError e) {
                throw new UserException(
                        "the memory does not suffice to decode " + files.get(i)
                                + "; run again with a larger -Xmx, or without this file",
                        e);
            }
        }
    }

    /** Whatever a stage says against a file is that file's fault, and none of the others suffers. */
    private static String fault(int i, Work work) {
        try {
            work.run(i);
            return null;
        } catch (NotAnImage e) {
            return e.getMessage();
        } catch (UserException e) {
            throw e;
        } catch (RuntimeException e) {
            return "cannot be brought to its size (" + e + ")";
        }
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

    private List<SkippedFile> skipped(String[] faults) {
        List<SkippedFile> skipped = new ArrayList<>(unreadable);
        for (int i = 0; i < faults.length; i++) {
            if (faults[i] != null) {
                skipped.add(new SkippedFile(files.get(i), faults[i]));
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

    private Size commonSize(String[] faults) {
        Size[] sizes = new Size[files.size()];
        decodeAll(faults, LoadListener.NONE, i -> {
            try (ImageDecoder image = ImageDecoder.open(files.get(i))) {
                Size size = image.size();
                if (Math.max(size.height(), size.width()) > ImageResize.MAX_SIZE) {
                    throw new NotAnImage("too large: " + inWords(size) + " pixels, and no smaller size was asked for");
                }
                sizes[i] = size;
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

    private String inWords(int i, Size[] sizes) {
        return files.get(i).getFileName() + " is " + inWords(sizes[i]);
    }

    private static String inWords(Size size) {
        return size.width() + "x" + size.height();
    }

    private static byte[] decode(Path file, Size asked, boolean resize, DecodingMemory memory) throws NotAnImage {
        try (ImageDecoder image = ImageDecoder.open(file)) {
            Size size = image.size();
            if (resize
                    && Math.max(size.height(), size.width()) / MOST_TO_ONE >= Math.min(size.height(), size.width())) {
                throw new NotAnImage("too narrow: of " + inWords(size) + " pixels a square shows next to nothing");
            }
            if (!resize && !size.equals(asked)) {
                throw new NotAnImage("it changed while it was read");
            }
            return memory.within(image, () -> {
                byte[] rgb = image.decode();
                return resize ? ImageResize.square(rgb, size.height(), size.width(), 3, asked.height()) : rgb;
            });
        }
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
