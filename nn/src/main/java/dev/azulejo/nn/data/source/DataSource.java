package dev.azulejo.nn.data.source;

import dev.azulejo.nn.data.ImageData;
import dev.azulejo.nn.data.pixels.ImageResize;
import dev.azulejo.nn.data.records.Cifar10;
import dev.azulejo.nn.data.records.IdxFolder;
import dev.azulejo.nn.data.split.IgnoredFiles;
import dev.azulejo.nn.data.split.Split;
import dev.azulejo.nn.io.FileErrors;
import dev.azulejo.nn.io.Places;
import dev.azulejo.nn.message.DidYouMean;
import dev.azulejo.nn.message.UserException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Opens images by what a user calls them: a built-in name, or a path to whatever kind of data lies there. */
public final class DataSource {
    /** The names of embedded data. */
    public static final List<String> BUILT_IN = List.of(FashionMnist.NAME);

    private static final String EXPECTED =
            "expected " + FashionMnist.NAME + ", or a folder of images, of IDX files or of CIFAR-10 binary batches";

    private DataSource() {}

    /**
     * The options of a source: what to make of its images.
     *
     * @param imageSize side of square images to resize and crop to; if empty, images keep their size and are padded
     * @param channels 1 or 3; if empty, as the images are
     * @param padTo without {@code imageSize}: pad both sides with zeros up to a multiple of this; 1 pads nothing
     * @param cache where decoded images of folders are kept for the next time; if empty, nowhere
     */
    public record Options(OptionalInt imageSize, OptionalInt channels, int padTo, Optional<DecodedCache> cache) {
        /**
         * Checks the numbers.
         *
         * @param imageSize side, or empty
         * @param channels 1 or 3, or empty
         * @param padTo at least 1
         * @param cache where decoded images are kept
         * @throws UserException if one is out of range
         */
        public Options {
            imageSize.ifPresent(ImageResize::checkSize);
            if (channels.isPresent() && channels.getAsInt() != 1 && channels.getAsInt() != 3) {
                throw new UserException(
                        "cannot make images of " + channels.getAsInt() + " channels; ask for 1 (grey) or 3 (colour)");
            }
            if (padTo < 1 || padTo > ImageResize.MAX_SIZE) {
                throw new UserException(
                        "cannot pad images to a multiple of " + padTo + "; ask for 1 to " + ImageResize.MAX_SIZE);
            }
        }

        /**
         * Without a cache.
         *
         * @param imageSize side, or empty
         * @param channels 1 or 3, or empty
         * @param padTo at least 1
         */
        public Options(OptionalInt imageSize, OptionalInt channels, int padTo) {
            this(imageSize, channels, padTo, Optional.empty());
        }

        /**
         * {@return the options for images as they are, padded to multiples of 8, since the default model halves three
         *     times}
         */
        public static Options defaults() {
            return new Options(OptionalInt.empty(), OptionalInt.empty(), 8);
        }

        /**
         * These options with another size.
         *
         * @param size side of square images
         * @return changed options
         * @throws UserException if it is out of range
         */
        public Options withImageSize(int size) {
            return new Options(OptionalInt.of(size), channels, padTo, cache);
        }

        /**
         * These options with another number of channels.
         *
         * @param count 1 or 3
         * @return changed options
         * @throws UserException if it is another number
         */
        public Options withChannels(int count) {
            return new Options(imageSize, OptionalInt.of(count), padTo, cache);
        }

        /**
         * These options with another multiple.
         *
         * @param multiple at least 1
         * @return changed options
         * @throws UserException if it is out of range
         */
        public Options withPadTo(int multiple) {
            return new Options(imageSize, channels, multiple, cache);
        }

        /**
         * These options with a place to keep decoded images of folders for the next time.
         *
         * @param place the cache
         * @return changed options
         */
        public Options withCache(DecodedCache place) {
            return new Options(imageSize, channels, padTo, Optional.of(place));
        }
    }

    /**
     * Opens images.
     *
     * @param source {@code fashion-mnist}, an image, or a folder of images, of IDX files or of CIFAR-10 binary batches,
     *     which may lie deeper; of several sets of IDX files in one folder, one of their files of images
     * @param options what to make of them
     * @return images to train on and held-out ones: as the data has them, else the last tenth (IDX, CIFAR-10) or every
     *     tenth (images)
     * @throws UserException in one line that says what to do, if there is nothing of that name, or it holds nothing
     *     usable, or damaged data
     */
    public static Split open(String source, Options options) {
        return open(source, options, LoadListener.NONE);
    }

    /**
     * Opens images, and says how far the decoding of a folder of images is.
     *
     * @param source as for {@link #open(String, Options)}
     * @param options what to make of them
     * @param listener hears of folders of images; other data loads in a moment
     * @return as {@link #open(String, Options)}
     * @throws UserException as {@link #open(String, Options)}
     */
    public static Split open(String source, Options options, LoadListener listener) {
        if (source.equals(FashionMnist.NAME)) {
            return FashionMnist.halves(fit(FashionMnist.load(), options));
        }
        Path path = existing(source);
        if (!Files.isDirectory(path)) {
            return file(path, options);
        }
        return folder(path, options, listener);
    }

    private static Path existing(String source) {
        Path path;
        try {
            path = Places.of(source);
        } catch (InvalidPathException e) {
            throw new UserException(
                    "no data can be called '" + source + "' here: " + unwritable(e) + "; " + EXPECTED, e);
        }
        if (source.isBlank() || !Files.exists(path)) {
            throw new UserException("no data '" + source + "': there is no such file or folder; "
                    + (source.indexOf('\uFFFD') >= 0
                            ? "its name is not in the characters of this locale: rename it; "
                            : "")
                    + DidYouMean.to(source, BUILT_IN)
                            .map(name -> "did you mean " + name + "?")
                            .orElse(EXPECTED));
        }
        return path;
    }

    private static String unwritable(InvalidPathException e) {
        return e.getInput().indexOf('\0') >= 0
                ? "no name holds a zero"
                : "this locale has not all of its characters (LC_ALL=C.UTF-8 has)";
    }

    private static Split file(Path path, Options options) {
        if (IdxFolder.isImages(path)) {
            return IdxFolder.readSetOf(path, files(entries(path.toAbsolutePath().getParent())))
                    .map(images -> fit(images, options));
        }
        if (ImageNames.isOtherPicture(path)) {
            throw new UserException(
                    path + ": " + ImageNames.ending(path) + " images cannot be read; convert it to PNG or JPEG");
        }
        if (!ImageNames.isRead(path)) {
            throw new UserException(path + " is a file; " + EXPECTED + " (of an archive: unpack it first)");
        }
        ImageFolder.Result read = ImageFolder.readFile(path, options.imageSize, options.channels);
        return pad(Split.ofEveryTenth(read.images(), i -> path.getFileName().toString()), options);
    }

    private static Split folder(Path folder, Options options, LoadListener listener) {
        List<Path> entries = entries(folder);
        if (entries.isEmpty()) {
            throw new UserException(folder + " is empty; " + EXPECTED);
        }
        List<Path> files = files(entries);
        if (isOfRecords(files)) {
            return records(folder, files, options);
        }
        FolderListing listing = FolderListing.of(folder);
        if (listing.images().isEmpty() && listing.records().size() == 1) {
            Path only = listing.records().iterator().next();
            return records(only, files(entries(only)), options);
        }
        if (listing.images().isEmpty() && listing.records().size() > 1) {
            throw new UserException(folder + ": holds several sets of images: "
                    + listing.records().stream().limit(3).map(Path::toString).collect(Collectors.joining(", "))
                    + (listing.records().size() > 3 ? ", ..." : "") + "; name one of them");
        }
        if (Stream.concat(Stream.of(folder), listing.folders().stream()).anyMatch(Cifar10::isPython)) {
            throw new UserException(
                    folder + " holds CIFAR-10's Python version; fetch the binary version (data_batch_1.bin)");
        }
        return pad(ImageFolder.split(folder, listing, options, listener), options);
    }

    private static Split records(Path folder, List<Path> files, Options options) {
        Split split = IdxFolder.recognises(files) ? IdxFolder.read(folder, files) : Cifar10.read(folder);
        int pictures = (int) files.stream()
                .filter(f -> ImageNames.isRead(f) || ImageNames.isOtherPicture(f))
                .count();
        List<IgnoredFiles> beside = pictures == 0
                ? List.of()
                : List.of(new IgnoredFiles(
                        "images", pictures, "beside " + split.name(0).replaceFirst("\\[.*", ""), true));
        return split.map(images -> fit(images, options)).with(List.of(), List.of(), beside);
    }

    /** {@return whether these are IDX files or batches} */
    private static boolean isOfRecords(List<Path> files) {
        return IdxFolder.recognises(files) || Cifar10.recognises(files);
    }

    private static List<Path> files(List<Path> entries) {
        return entries.stream().filter(Files::isRegularFile).toList();
    }

    private static List<Path> entries(Path folder) {
        try (Stream<Path> list = Files.list(folder)) {
            return list.filter(p -> !p.getFileName().toString().startsWith("."))
                    .sorted()
                    .toList();
        } catch (IOException | UncheckedIOException e) {
            throw FileErrors.cannotRead(folder, e instanceof UncheckedIOException u ? u.getCause() : (IOException) e);
        }
    }

    private static ImageData fit(ImageData images, Options options) {
        ImageData sized = options.imageSize.isPresent()
                ? images.resizeTo(options.imageSize.getAsInt())
                : images.padToMultiple(options.padTo);
        return options.channels.isPresent() ? sized.withChannels(options.channels.getAsInt()) : sized;
    }

    private static Split pad(Split split, Options options) {
        return options.imageSize.isPresent() ? split : split.map(images -> images.padToMultiple(options.padTo));
    }
}
