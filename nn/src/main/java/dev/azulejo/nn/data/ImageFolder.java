package dev.azulejo.nn.data;

import dev.azulejo.nn.UserException;
import dev.azulejo.nn.io.FileErrors;
import java.io.IOException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.IntPredicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;

/**
 * Reads a folder of PNG, JPEG, BMP and GIF images, at any depth.
 *
 * <p>The sub-folders of the folder are the classes, in the order of their names; images in the folder itself have none.
 * Hidden files, {@code __MACOSX} and files whose names do not end as those of images are ignored. Images come in the
 * order of their paths. A damaged one is left out and named in {@link Result#skipped()}.
 */
public final class ImageFolder {
    private static final String TRAIN = "train";
    private static final List<String> HELD_OUT = List.of("val", "valid", "validation", "test");

    private ImageFolder() {}

    /**
     * What was read.
     *
     * @param images those that could be
     * @param skipped those that could not, in the order of their paths
     */
    public record Result(ImageData images, List<Skipped> skipped) {
        /**
         * Copies the list.
         *
         * @param images those that could be read
         * @param skipped those that could not
         */
        public Result {
            skipped = List.copyOf(skipped);
        }
    }

    /**
     * Reads the images of a folder, in parallel.
     *
     * @param folder where to look
     * @param size side of the square images to make: the shorter side is resized to it, then the middle is cropped; if
     *     empty all images must have one size, which stays
     * @param channels 1 or 3; if empty 3, or 1 if every image is grey
     * @return the images and what was skipped
     * @throws UserException if the folder cannot be read, holds no image or none that can be read, or if the images
     *     differ in size and no size was asked for
     */
    public static Result read(Path folder, OptionalInt size, OptionalInt channels) {
        return read(folder, size, channels, LoadListener.NONE);
    }

    private static Result read(Path folder, OptionalInt size, OptionalInt channels, LoadListener listener) {
        Listing listing = list(folder);
        if (listing.files.isEmpty()) {
            throw new UserException(folder + ": found no images" + listing.ignoredInWords()
                    + "; expected names that end in .png, .jpg, .jpeg, .bmp or .gif");
        }
        return loader(folder, listing, listing.files, 0)
                .load(size, channels, listener)
                .result();
    }

    /**
     * Reads a folder for training: if its images are in sub-folders {@code train} and one of {@code val}, {@code valid},
     * {@code validation} or {@code test} (the first of these that is there), those are the parts and the folders in
     * them the classes; else every tenth image is held out, at least one.
     */
    static Split split(Path folder, OptionalInt size, OptionalInt channels, LoadListener listener) {
        Listing listing = list(folder);
        Set<String> tops =
                listing.files.stream().map(f -> component(folder, f, 0)).collect(Collectors.toSet());
        Optional<String> judged = HELD_OUT.stream().filter(tops::contains).findFirst();
        if (!tops.contains(TRAIN)
                || judged.isEmpty()
                || !tops.stream().allMatch(t -> t.equals(TRAIN) || HELD_OUT.contains(t))) {
            Result all = read(folder, size, channels, listener);
            return tenths(all.images(), all.skipped());
        }
        Set<String> parts = Set.of(TRAIN, judged.get());
        List<Path> files = listing.files.stream()
                .filter(f -> parts.contains(component(folder, f, 0)))
                .toList();
        ImageLoader.Loaded loaded = loader(folder, listing, files, 1).load(size, channels, listener);
        return new Split(
                part(loaded, folder, TRAIN),
                part(loaded, folder, judged.get()),
                loaded.result().skipped());
    }

    /** Holds out every tenth image, of fewer than ten the last; an only one is both. */
    static Split tenths(ImageData all, List<Skipped> skipped) {
        int count = all.count();
        if (count == 1) {
            return new Split(all, all, skipped);
        }
        IntPredicate held = i -> count < 10 ? i == count - 1 : i % 10 == 9;
        return new Split(
                all.select(IntStream.range(0, count).filter(held.negate()).toArray()),
                all.select(IntStream.range(0, count).filter(held).toArray()),
                skipped);
    }

    private static ImageData part(ImageLoader.Loaded loaded, Path folder, String name) {
        int[] indices = IntStream.range(0, loaded.files().size())
                .filter(i -> component(folder, loaded.files().get(i), 0).equals(name))
                .toArray();
        if (indices.length == 0) {
            throw new UserException(folder.resolve(name) + ": none of its images can be read; the first skipped is "
                    + loaded.result().skipped().getFirst());
        }
        return loaded.result().images().select(indices);
    }

    private static ImageLoader loader(Path folder, Listing listing, List<Path> files, int depth) {
        List<String> classes = files.stream()
                .map(f -> component(folder, f, depth))
                .filter(name -> !name.isEmpty())
                .sorted()
                .distinct()
                .toList();
        Map<String, Integer> numbers = new HashMap<>();
        classes.forEach(name -> numbers.put(name, numbers.size()));
        int[] labels = files.stream()
                .mapToInt(f -> numbers.getOrDefault(component(folder, f, depth), -1))
                .toArray();
        return new ImageLoader(folder.toString(), files, classes, labels, listing.skipped);
    }

    /** Reads one file. */
    static Result readFile(Path file, OptionalInt size, OptionalInt channels) {
        return new ImageLoader(file.toString(), List.of(file), List.of(), new int[0], List.of())
                .load(size, channels, LoadListener.NONE)
                .result();
    }

    /** The name of the folder that a file is in, so many levels down; empty if the file is not that deep. */
    private static String component(Path folder, Path file, int depth) {
        Path inside = folder.relativize(file);
        return inside.getNameCount() <= depth + 1 ? "" : inside.getName(depth).toString();
    }

    /** The images below a folder, in order; what could not be looked into; how many other files there are. */
    private record Listing(List<Path> files, List<Skipped> skipped, int ignored) {
        String ignoredInWords() {
            return ignored == 0 ? "" : " among its " + ignored + (ignored == 1 ? " file" : " files");
        }
    }

    private static Listing list(Path folder) {
        List<Path> files = new ArrayList<>();
        List<Skipped> skipped = new ArrayList<>();
        int[] ignored = new int[1];
        try {
            Files.walkFileTree(
                    folder, EnumSet.of(FileVisitOption.FOLLOW_LINKS), Integer.MAX_VALUE, new SimpleFileVisitor<>() {
                        @Override
                        public FileVisitResult preVisitDirectory(Path dir, BasicFileAttributes attributes) {
                            return !dir.equals(folder) && isHidden(dir)
                                    ? FileVisitResult.SKIP_SUBTREE
                                    : FileVisitResult.CONTINUE;
                        }

                        @Override
                        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                            if (isHidden(file)) {
                                return FileVisitResult.CONTINUE;
                            }
                            if (attributes.isRegularFile() && ImageDecoder.isNamedAsImage(file)) {
                                files.add(file);
                            } else {
                                ignored[0]++;
                            }
                            return FileVisitResult.CONTINUE;
                        }

                        @Override
                        public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
                            if (file.equals(folder)) {
                                throw e;
                            }
                            if (!isHidden(file)) {
                                skipped.add(new Skipped(
                                        file, FileErrors.cannotRead(file, e).getMessage()));
                            }
                            return FileVisitResult.CONTINUE;
                        }
                    });
        } catch (IOException e) {
            throw FileErrors.cannotRead(folder, e);
        }
        // By the names on the way, not by the whole path: '/' sorts among the letters.
        files.sort(Comparator.comparing(
                f -> StreamSupport.stream(f.spliterator(), false)
                        .map(Path::toString)
                        .toArray(String[]::new),
                Arrays::compare));
        return new Listing(files, skipped, ignored[0]);
    }

    private static boolean isHidden(Path path) {
        String name = path.getFileName().toString();
        return name.startsWith(".") || name.equals("__MACOSX");
    }
}
