package dev.azulejo.cli.data;

import dev.azulejo.cli.terminal.LoadingDisplay;
import dev.azulejo.cli.terminal.Session;
import dev.azulejo.nn.data.ImageData;
import dev.azulejo.nn.data.source.DataSource;
import dev.azulejo.nn.data.source.DecodedCache;
import dev.azulejo.nn.data.source.DifferentSizesException;
import dev.azulejo.nn.data.split.ClassCount;
import dev.azulejo.nn.data.split.IgnoredFiles;
import dev.azulejo.nn.data.split.LoadReport;
import dev.azulejo.nn.data.split.SkippedFile;
import dev.azulejo.nn.data.split.Split;
import dev.azulejo.nn.message.Counted;
import dev.azulejo.nn.message.UserException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Opens images as commands name them, and says what was found and what was left out. */
public final class Sources {
    public static final String HELP =
            "fashion-mnist (embedded), a folder of images (sub-folders are classes), of IDX files, or of CIFAR-10"
                    + " batches";

    private static final int NAMED = 8;

    /** Letters for the names of classes: some three lines. */
    private static final int CLASSES_ROOM = 220;

    private Sources() {}

    /**
     * Images as they are, padded to a multiple, or resized; what was found is said.
     *
     * @param size side to resize and crop to; empty to pad
     * @param channels 1 or 3; empty as they are
     * @param padTo multiple to pad to
     */
    public static Split open(Session session, Source source, OptionalInt size, OptionalInt channels, int padTo) {
        try {
            Split split = read(session, source, size, channels, padTo);
            report(session, split);
            return split;
        } catch (DifferentSizesException e) {
            throw new UserException(e.getMessage() + " (--set image_size=64)", e);
        }
    }

    /** Images as a model of this size takes them: as they are, padded, if that gives it, else resized and cropped. */
    public static Split fitting(Session session, Source source, int size, OptionalInt channels, int padTo) {
        Split split = null;
        try {
            split = read(session, source, OptionalInt.empty(), channels, padTo);
        } catch (DifferentSizesException e) {
            session.log("the images differ in size");
        }
        if (split == null || split.images().height() != size || split.images().width() != size) {
            session.log("resizing and cropping the images to " + size + "x" + size + ", as the model takes them");
            split = read(session, source, OptionalInt.of(size), channels, 1);
        }
        report(session, split);
        return split;
    }

    private static Split read(Session session, Source source, OptionalInt size, OptionalInt channels, int padTo) {
        Optional<DecodedCache> cache = source.cached() ? DecodedCache.ofUser() : Optional.empty();
        DataSource.Options options = new DataSource.Options(size, channels, padTo, cache);
        Split split;
        try (LoadingDisplay display = new LoadingDisplay(session)) {
            split = DataSource.open(source.data(), options, display);
        }
        if (source.heldOut() == null) {
            return split;
        }
        try (LoadingDisplay display = new LoadingDisplay(session)) {
            DataSource.Options same = options.withChannels(split.images().channels());
            return split.judgedBy(DataSource.open(source.heldOut(), same, display));
        }
    }

    /** Refuses images that no model takes. */
    public static void requireSquare(String source, ImageData images) {
        if (images.height() != images.width()) {
            throw new UserException(source + ": its images are " + images.width() + "x" + images.height()
                    + " and the model takes squares; add --set image_size=N to resize and crop them, such as"
                    + " 64 or 128");
        }
    }

    /** Says what was found, in few lines however many classes there are, and what was left out. */
    private static void report(Session session, Split split) {
        LoadReport report = split.report();
        int train = split.train().count();
        session.log(String.format(
                Locale.ROOT,
                "%s: %s, %,d to learn from, %s",
                split.images().name(),
                Counted.of(split.images().count(), "image"),
                train,
                split.images().count() == train
                        ? "the same to judge by"
                        : String.format(
                                Locale.ROOT,
                                "%,d held out (%s)",
                                split.heldOut().count(),
                                report.heldOut())));
        session.log(inWords(split));
        String others = ignored(report, false);
        if (!others.isEmpty()) {
            session.log("passed over: " + others);
        }
        String images = ignored(report, true);
        if (!images.isEmpty()) {
            session.warn("passed over: " + images);
        }
        report.remarks().forEach(session::warn);
        skipped(session, split);
    }

    private static String ignored(LoadReport report, boolean images) {
        List<IgnoredFiles> all = report.ignored().stream()
                .filter(passed -> passed.images() == images)
                .toList();
        return all.stream().limit(NAMED).map(IgnoredFiles::toString).collect(Collectors.joining(", "))
                + more(all.size());
    }

    /** The classes with their numbers, as many as have room. */
    private static String inWords(Split split) {
        List<ClassCount> classes = split.classes();
        if (classes.isEmpty()) {
            return "no classes";
        }
        List<String> shown = new ArrayList<>();
        int room = CLASSES_ROOM;
        for (int i = 0; i < classes.size() && room > 0; i++) {
            shown.add(inWords(i, classes.get(i)));
            room -= shown.getLast().length() + 2;
        }
        int last = classes.size() - 1;
        if (shown.size() < last) {
            shown.add("...");
        }
        if (shown.size() <= last) {
            shown.add(inWords(last, classes.get(last)));
        }
        long none = IntStream.range(0, split.images().count())
                .filter(i -> split.images().label(i) < 0)
                .count();
        return Counted.of(classes.size(), "class") + ": "
                + String.join(", ", shown)
                + (none == 0 ? "" : "; without a class: " + none);
    }

    private static String inWords(int number, ClassCount of) {
        String count = of.train() == 0 && of.heldOut() > 0
                ? of.heldOut() + ", all held out"
                : String.valueOf(of.train() + of.heldOut());
        return number + " " + of.name() + " (" + count + ")";
    }

    private static String more(int count) {
        return count > NAMED ? " and " + (count - NAMED) + " more" : "";
    }

    private static void skipped(Session session, Split split) {
        List<SkippedFile> skipped = split.skipped();
        if (!skipped.isEmpty()) {
            String named = skipped.stream()
                    .limit(NAMED)
                    .map(s -> s.file() + " (" + s.reason() + ")")
                    .collect(Collectors.joining(", "));
            session.warn("skipped " + skipped.size() + " of " + (split.images().count() + skipped.size()) + " images: "
                    + named + more(skipped.size()));
        }
    }
}
