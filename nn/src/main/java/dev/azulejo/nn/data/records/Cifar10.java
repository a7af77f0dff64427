package dev.azulejo.nn.data.records;

import dev.azulejo.nn.data.ArrayImageData;
import dev.azulejo.nn.data.pixels.PixelStore;
import dev.azulejo.nn.data.split.LoadReport;
import dev.azulejo.nn.data.split.Split;
import dev.azulejo.nn.io.FileErrors;
import dev.azulejo.nn.message.UserException;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import java.util.regex.Pattern;

/**
 * Reads CIFAR-10's binary version: {@code data_batch_1.bin} and on, {@code test_batch.bin}, and the class names of
 * {@code batches.meta.txt}.
 *
 * <p>A record is 3073 bytes: the label, then 32x32 pixels of red, of green and of blue (Krizhevsky, "Learning multiple
 * layers of features from tiny images", 2009, and the data set's page).
 */
public final class Cifar10 {
    private static final int SIDE = 32;
    private static final int PLANE = SIDE * SIDE;
    private static final int RECORD = 1 + 3 * PLANE;
    private static final Pattern BATCH = Pattern.compile("data_batch_[1-9][0-9]?\\.bin");
    private static final String TEST = "test_batch.bin";
    private static final List<String> CLASSES =
            List.of("airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck");

    private Cifar10() {}

    /**
     * Whether a folder with these files is one to read as CIFAR-10.
     *
     * @param files of the folder
     * @return whether it is
     */
    public static boolean recognises(List<Path> files) {
        return files.stream().anyMatch(Cifar10::isBatch);
    }

    /**
     * Whether a folder holds the Python version, which is not read.
     *
     * @param folder any folder
     * @return whether it does
     */
    public static boolean isPython(Path folder) {
        return Files.isRegularFile(folder.resolve("data_batch_1"));
    }

    /**
     * Whether a file is named as a batch.
     *
     * @param file any file
     * @return whether it is
     */
    public static boolean isBatch(Path file) {
        String name = file.getFileName().toString();
        return BATCH.matcher(name).matches() || name.equals(TEST);
    }

    /**
     * Reads the batches of a folder: those of training to train on, the test batch held out; of only one kind the last
     * tenth is held out.
     *
     * @param folder with at least one batch
     * @return 32x32 images of three channels
     * @throws UserException naming the file, what was found and what was expected, if there is none, one of the numbers
     *     between is missing, or a file is not of whole records with labels below the number of classes
     */
    public static Split read(Path folder) {
        List<Path> train = new ArrayList<>();
        int last = 0;
        for (int i = 1; i <= 99; i++) {
            Path file = folder.resolve("data_batch_" + i + ".bin");
            if (Files.exists(file)) {
                if (i != last + 1) {
                    throw new UserException(folder + ": found " + file.getFileName() + ", but not data_batch_"
                            + (last + 1) + ".bin; fetch the missing file");
                }
                train.add(file);
                last = i;
            }
        }
        Path test = folder.resolve(TEST);
        List<String> classes = ClassNames.of(folder.resolve("batches.meta.txt")).orElse(CLASSES);
        if (train.isEmpty() && !Files.exists(test)) {
            throw new UserException(folder + ": expected data_batch_1.bin or test_batch.bin, found neither");
        }
        if (train.isEmpty()) {
            return Split.ofLastTenth(batches(folder, List.of(test), classes), names(List.of(test)));
        }
        ArrayImageData toTrain = batches(folder, train, classes);
        if (!Files.exists(test)) {
            return Split.ofLastTenth(toTrain, names(train));
        }
        List<Path> all = new ArrayList<>(train);
        all.add(test);
        return Split.of(toTrain, batches(folder, List.of(test), classes), names(all), LoadReport.named(TEST));
    }

    /** {@return what the records of these files are called} */
    private static IntFunction<String> names(List<Path> files) {
        long[] counts = files.stream().mapToLong(Cifar10::records).toArray();
        return i -> {
            long rest = i;
            int file = 0;
            while (rest >= counts[file]) {
                rest -= counts[file++];
            }
            return files.get(file).getFileName() + "[" + rest + "]";
        };
    }

    private static ArrayImageData batches(Path folder, List<Path> files, List<String> classes) {
        long[] counts = new long[files.size()];
        long count = 0;
        for (int f = 0; f < counts.length; f++) {
            counts[f] = records(files.get(f));
            count += counts[f];
        }
        PixelStore pixels = PixelStore.allocate(count, 3 * PLANE);
        int[] labels = new int[Math.toIntExact(count)];
        int first = 0;
        for (int f = 0; f < counts.length; f++) {
            batch(files.get(f), (int) counts[f], first, classes.size(), labels, pixels);
            first += (int) counts[f];
        }
        return new ArrayImageData(folder.toString(), labels.length, SIDE, SIDE, 3, classes, labels, pixels);
    }

    private static long records(Path file) {
        long size;
        try {
            size = Files.size(file);
        } catch (IOException e) {
            throw FileErrors.cannotRead(file, e);
        }
        if (size == 0 || size % RECORD != 0 || size / RECORD > 10_000_000) {
            throw new UserException(file + ": expected whole records of " + RECORD + " bytes, found " + size
                    + " bytes; it is cut short or not a CIFAR-10 batch");
        }
        return size / RECORD;
    }

    private static void batch(Path file, int count, int first, int classes, int[] labels, PixelStore pixels) {
        byte[] planes = new byte[RECORD];
        byte[] image = new byte[3 * PLANE];
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file), 1 << 16)) {
            for (int i = 0; i < count; i++) {
                if (in.readNBytes(planes, 0, RECORD) < RECORD) {
                    throw new EOFException();
                }
                labels[first + i] = planes[0] & 0xFF;
                if (labels[first + i] >= classes) {
                    throw new UserException(file + ": record " + (i + 1) + ": expected a label below " + classes
                            + ", found " + labels[first + i] + "; is it really CIFAR-10?");
                }
                for (int p = 0; p < PLANE; p++) {
                    image[3 * p] = planes[1 + p];
                    image[3 * p + 1] = planes[1 + PLANE + p];
                    image[3 * p + 2] = planes[1 + 2 * PLANE + p];
                }
                pixels.write(first + i, image, 0);
            }
        } catch (IOException e) {
            throw FileErrors.cannotRead(file, e);
        }
    }
}
