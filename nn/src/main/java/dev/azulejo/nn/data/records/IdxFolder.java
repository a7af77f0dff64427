package dev.azulejo.nn.data.records;

import dev.azulejo.nn.data.ArrayImageData;
import dev.azulejo.nn.data.ImageData;
import dev.azulejo.nn.data.split.LoadReport;
import dev.azulejo.nn.data.split.Split;
import dev.azulejo.nn.message.UserException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A folder with IDX files under their usual names: {@code train-images-idx3-ubyte}, {@code train-labels-idx1-ubyte} and
 * the same with {@code t10k} (or {@code test}), each perhaps with a prefix and with {@code .gz}. Names of the classes, one per
 * line, may stand in {@code classes.txt} beside them.
 */
public final class IdxFolder {
    private static final Pattern NAME =
            Pattern.compile("(.*?)(train|t10k|test)-(images|labels)[-.]idx([13])-ubyte(\\.gz)?");

    private IdxFolder() {}

    /**
     * A file by its name.
     *
     * @param file its path
     * @param set prefix of the data set
     * @param part {@code train}, {@code t10k} or {@code test}
     * @param kind {@code images} or {@code labels}
     * @param zipped whether it is named as compressed
     */
    private record Named(Path file, String set, String part, String kind, boolean zipped) {
        static Optional<Named> of(Path file) {
            Matcher name = NAME.matcher(file.getFileName().toString());
            return name.matches()
                    ? Optional.of(new Named(file, name.group(1), name.group(2), name.group(3), name.group(5) != null))
                    : Optional.empty();
        }

        boolean isImages() {
            return kind.equals("images");
        }

        /** Labels of one set or part are nothing to the images of another. */
        boolean isOf(Named other) {
            return set.equals(other.set) && part.equals(other.part);
        }
    }

    /**
     * Whether a file is named as images.
     *
     * @param file any file
     * @return whether it is
     */
    public static boolean isImages(Path file) {
        return Named.of(file).filter(Named::isImages).isPresent();
    }

    /**
     * Whether a folder with these files is one to read as IDX.
     *
     * @param files of the folder
     * @return whether it is
     */
    public static boolean recognises(List<Path> files) {
        return files.stream().anyMatch(IdxFolder::isImages);
    }

    /**
     * The set that a file of images belongs to, out of several in one folder.
     *
     * @param file images
     * @param files of its folder
     * @return the images
     * @throws UserException if they do not fit together or cannot be read
     */
    public static Split readSetOf(Path file, List<Path> files) {
        String set = Named.of(file).orElseThrow().set();
        return read(
                file,
                files.stream()
                        .filter(f ->
                                Named.of(f).filter(n -> n.set().equals(set)).isPresent())
                        .toList());
    }

    /**
     * Reads both splits, or makes two of the only one.
     *
     * @param source what the user named
     * @param files files of its folder
     * @return the images
     * @throws UserException if they do not fit together or cannot be read
     */
    public static Split read(Path source, List<Path> files) {
        List<Named> named = files.stream().flatMap(f -> Named.of(f).stream()).toList();
        Named toTrain = images(source, named, List.of("train"));
        Named toTest = images(source, named, List.of("t10k", "test"));
        if (toTrain != null && toTest != null && !toTrain.set().equals(toTest.set())) {
            throw several(source, toTrain, toTest);
        }
        ArrayImageData train = read(source, named, toTrain);
        ArrayImageData test = read(source, named, toTest);
        Named main = toTrain == null ? toTest : toTrain;
        Split split;
        if (train == null || test == null) {
            split = Split.ofLastTenth(train == null ? test : train, name(main));
        } else {
            if (train.height() != test.height() || train.width() != test.width()) {
                throw new UserException(source + ": the images to train on are " + train.height() + "x"
                        + train.width() + ", those to test on " + test.height() + "x" + test.width()
                        + "; expected one size");
            }
            List<String> classes = train.classes().size() > test.classes().size() ? train.classes() : test.classes();
            int count = train.count();
            split = Split.of(
                    train.withClasses(classes),
                    test.withClasses(classes),
                    i -> i < count ? name(toTrain).apply(i) : name(toTest).apply(i - count),
                    LoadReport.named(toTest.file().getFileName().toString()));
        }
        List<String> remarks = new ArrayList<>();
        for (Named other : named) {
            if (!other.isImages()
                    && !other.isOf(toTrain == null ? toTest : toTrain)
                    && !(toTest != null && other.isOf(toTest))) {
                remarks.add(other.file().getFileName() + " are labels of other images, and not used");
            }
        }
        if (main.set().toLowerCase(Locale.ROOT).contains("emnist")) {
            remarks.add("EMNIST stores its images on their side; here they stand upright");
            return split.map(ImageData::transposed).with(List.of(), remarks, List.of());
        }
        return split.with(List.of(), remarks, List.of());
    }

    private static IntFunction<String> name(Named images) {
        return i -> images.file().getFileName() + "[" + i + "]";
    }

    private static ArrayImageData read(Path source, List<Named> named, Named images) {
        if (images == null) {
            return null;
        }
        Path labels = named.stream()
                .filter(n -> !n.isImages() && n.isOf(images))
                .min((a, b) -> Boolean.compare(a.zipped(), b.zipped()))
                .map(Named::file)
                .orElse(null);
        ArrayImageData read = Idx.read(source.toString(), images.file(), labels);
        Path file = images.file().resolveSibling("classes.txt");
        List<String> names =
                labels == null ? read.classes() : ClassNames.of(file).orElse(read.classes());
        if (names.size() < read.classes().size()) {
            throw new UserException(
                    file + ": expected " + read.classes().size() + " names, one per line, found " + names.size());
        }
        return read.withClasses(names);
    }

    /** The file of images of a part, the uncompressed one if both are there; null if none is. */
    private static Named images(Path source, List<Named> named, List<String> parts) {
        Named found = null;
        for (Named file : named) {
            if (!file.isImages() || !parts.contains(file.part())) {
                continue;
            }
            if (found != null && !found.isOf(file)) {
                throw several(source, found, file);
            }
            found = found == null || !file.zipped() ? file : found;
        }
        return found;
    }

    private static UserException several(Path source, Named one, Named other) {
        return new UserException(source + ": found both " + one.file().getFileName() + " and "
                + other.file().getFileName() + "; leave one data set in the folder, or name one of these files");
    }
}
