package dev.azulejo.nn.data.source;

import dev.azulejo.nn.data.ImageData;
import dev.azulejo.nn.data.split.IgnoredFiles;
import dev.azulejo.nn.data.split.LoadReport;
import dev.azulejo.nn.data.split.SkippedFile;
import dev.azulejo.nn.data.split.Split;
import dev.azulejo.nn.message.UserException;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Reads a folder of PNG, JPEG, BMP and GIF images, at any depth.
 *
 * <p>The sub-folders of the folder are the classes, in the order of their names; images in the folder itself have none.
 * Hidden files, {@code __MACOSX} and files whose names do not end as those of images are ignored. Images come in the
 * order of their paths. A damaged one is left out and named in {@link Result#skipped()}.
 */
public final class ImageFolder {
    private ImageFolder() {}

    /**
     * The images that were read, and the files that were skipped.
     *
     * @param images those that could be
     * @param skipped those that could not, in the order of their paths
     */
    public record Result(ImageData images, List<SkippedFile> skipped) {
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
        FolderListing listing = FolderListing.of(folder);
        requireImages(folder, listing);
        List<Path> files = listing.images();
        List<String> classes = files.stream()
                .map(file -> className(folder, file))
                .filter(name -> !name.isEmpty())
                .sorted()
                .distinct()
                .toList();
        int[] labels = files.stream()
                .mapToInt(file -> Collections.binarySearch(classes, className(folder, file)))
                .map(label -> Math.max(label, -1))
                .toArray();
        return new ImageLoader(folder.toString(), files, classes, labels, listing.skipped())
                .load(size, channels, LoadListener.NONE)
                .result();
    }

    private static String className(Path folder, Path file) {
        Path inside = folder.relativize(file);
        return inside.getNameCount() < 2 ? "" : inside.getName(0).toString();
    }

    /**
     * Reads a folder for training: its sub-folders are the parts or the classes, as {@link FolderLayout} says; if they name no
     * parts, every tenth image is held out, at least one.
     *
     * @throws UserException also if most of the images there cannot be used
     */
    static Split split(Path folder, FolderListing listing, DataSource.Options options, LoadListener listener) {
        requireImages(folder, listing);
        FolderLayout layout = FolderLayout.of(folder, listing);
        ImageLoader.Loaded loaded = options.cache().isPresent()
                ? options.cache()
                        .get()
                        .load(folder, layout.files(), layout.classes(), layout.labels(), options.imageSize(), listener)
                : new ImageLoader(folder.toString(), layout.files(), layout.classes(), layout.labels(), List.of())
                        .load(options.imageSize(), options.channels(), listener);
        List<SkippedFile> skipped = loaded.result().skipped();
        requireMost(folder, listing, loaded);
        IntFunction<String> names =
                i -> folder.relativize(loaded.files().get(i)).toString();
        ImageData images = loaded.result().images();
        images = images.withChannels(options.channels().orElse(images.channels()));
        Split split = layout.heldOut() == null
                ? Split.ofEveryTenth(images, names)
                : new Split(images, held(folder, layout, loaded), names, List.of(), LoadReport.named(layout.heldOut()));
        return split.with(listing.skipped(), List.of(), listing.ignored())
                .with(skipped, layout.remarks(), layout.ignored());
    }

    /** {@return which of the images that could be read are held out} */
    private static BitSet held(Path folder, FolderLayout layout, ImageLoader.Loaded loaded) {
        BitSet held = new BitSet();
        int read = 0;
        for (int i = 0; i < layout.files().size() && read < loaded.files().size(); i++) {
            if (layout.files().get(i).equals(loaded.files().get(read))) {
                held.set(read++, layout.held().get(i));
            }
        }
        if (held.isEmpty() || held.cardinality() == read) {
            throw new UserException(folder + ": none of the images " + (held.isEmpty() ? "in " : "beside ")
                    + layout.heldOut() + " can be read; the first skipped is "
                    + loaded.result().skipped().getFirst());
        }
        return held;
    }

    private static void requireImages(Path folder, FolderListing listing) {
        if (listing.images().isEmpty()) {
            throw new UserException(folder + ": found no images" + ignoredInWords(listing)
                    + "; expected names that end in " + ImageNames.EXPECTED);
        }
    }

    private static String ignoredInWords(FolderListing listing) {
        int ignored = listing.ignoredCount();
        return ignored == 0 ? "" : " among its " + ignored + (ignored == 1 ? " file" : " files");
    }

    /** A model of the few that are left would not be what was asked for. */
    private static void requireMost(Path folder, FolderListing listing, ImageLoader.Loaded loaded) {
        int unusable = listing.unusable() + loaded.result().skipped().size();
        int count = loaded.result().images().count();
        if (unusable > count) {
            String pictures = listing.ignored().stream()
                    .filter(IgnoredFiles::images)
                    .map(IgnoredFiles::toString)
                    .collect(Collectors.joining(", "));
            String first = Stream.concat(listing.skipped().stream(), loaded.result().skipped().stream())
                    .findFirst()
                    .map(s -> "the first, " + s.file() + ": " + s.reason())
                    .orElse("");
            throw new UserException(
                    folder + ": only " + count + " of its " + (count + unusable) + " images can be used ("
                            + pictures + (pictures.isEmpty() || first.isEmpty() ? "" : "; ") + first
                            + "); mend them, or move away those that are not wanted");
        }
    }

    /** Reads one file. */
    static Result readFile(Path file, OptionalInt size, OptionalInt channels) {
        return new ImageLoader(file.toString(), List.of(file), List.of(), new int[0], List.of())
                .load(size, channels, LoadListener.NONE)
                .result();
    }
}
