package dev.azulejo.nn.data;

import dev.azulejo.nn.UserException;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A folder with IDX files under their usual names: {@code train-images-idx3-ubyte}, {@code train-labels-idx1-ubyte} and
 * the same with {@code t10k} (or {@code test}), each perhaps with {@code .gz}.
 */
final class IdxFolder {
    private static final Pattern NAME =
            Pattern.compile("(.*?)(train|t10k|test)-(images|labels)[-.]idx([13])-ubyte(\\.gz)?");

    private IdxFolder() {}

    /** Whether a folder with these files is one to read as IDX. */
    static boolean recognises(List<Path> files) {
        return files.stream().anyMatch(f -> {
            Matcher name = NAME.matcher(f.getFileName().toString());
            return name.matches() && name.group(3).equals("images");
        });
    }

    /** Reads both splits, or makes two of the only one. */
    static Split read(Path folder, List<Path> files) {
        ArrayImageData train = part(folder, files, "train");
        ArrayImageData test = part(folder, files, "t10k|test");
        if (train == null || test == null) {
            return Split.ofLastTenth(train == null ? test : train);
        }
        if (train.height() != test.height() || train.width() != test.width()) {
            throw new UserException(folder + ": the images to train on are " + train.height() + "x" + train.width()
                    + ", those to test on " + test.height() + "x" + test.width() + "; expected one size");
        }
        List<String> classes = ArrayImageData.numbered(Math.max(train.labelled(), test.labelled()));
        return new Split(train.withClasses(classes), test.withClasses(classes), List.of());
    }

    private static ArrayImageData part(Path folder, List<Path> files, String split) {
        Path images = find(folder, files, split, "images");
        return images == null ? null : Idx.read(folder.toString(), images, find(folder, files, split, "labels"));
    }

    /** The file of a kind, the uncompressed one if both are there; null if none is. */
    private static Path find(Path folder, List<Path> files, String split, String kind) {
        Path found = null;
        for (Path file : files) {
            Matcher name = NAME.matcher(file.getFileName().toString());
            if (!name.matches()
                    || !name.group(2).matches(split)
                    || !name.group(3).equals(kind)) {
                continue;
            }
            if (found != null && !stem(found).equals(stem(file))) {
                throw new UserException(folder + ": found both " + found.getFileName() + " and " + file.getFileName()
                        + "; leave one data set in the folder");
            }
            found = found == null || name.group(5) == null ? file : found;
        }
        return found;
    }

    private static String stem(Path file) {
        return file.getFileName().toString().replaceFirst("\\.gz$", "");
    }
}
