package dev.azulejo.nn.data.split;

import dev.azulejo.nn.data.ImageData;
import dev.azulejo.nn.message.UserException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.function.IntFunction;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/**
 * The images of a source in the order that they lie in there, and which of them are held out: those are never trained
 * on. Of an only image both parts are that image.
 */
public final class Split {
    private final ImageData images;
    private final BitSet held;
    private final IntFunction<String> names;
    private final List<SkippedFile> skipped;
    private final LoadReport report;
    private final ImageData train;
    private final ImageData heldOut;

    /**
     * A split as a source was understood.
     *
     * @param images all images
     * @param held the rows that are held out
     * @param names the name of each row
     * @param skipped files that were left out
     * @param report how the source was understood
     */
    public Split(
            ImageData images, BitSet held, IntFunction<String> names, List<SkippedFile> skipped, LoadReport report) {
        this.images = images;
        this.held = held;
        this.names = names;
        this.skipped = List.copyOf(skipped);
        this.report = report;
        this.train = images.select(rows(false));
        this.heldOut = held.isEmpty() ? train : images.select(rows(true));
    }

    /**
     * Images that are two parts already.
     *
     * @param train to train on
     * @param heldOut never trained on; of the same size, channels and classes
     * @return both; those to train on come first
     * @throws IllegalArgumentException if they differ in size, channels or classes
     */
    public static Split of(ImageData train, ImageData heldOut) {
        return of(train, heldOut, i -> heldOut.name() + "[" + i + "]", LoadReport.named(heldOut.name()));
    }

    /**
     * As {@link #of(ImageData, ImageData)}, with more that is known of them.
     *
     * @param train to train on
     * @param heldOut never trained on; of the same size, channels and classes
     * @param names the name of each row, those to train on first
     * @param report how the source was understood
     * @return both; those to train on come first
     * @throws IllegalArgumentException if they differ in size, channels or classes
     */
    public static Split of(ImageData train, ImageData heldOut, IntFunction<String> names, LoadReport report) {
        ImageData all = train.followedBy(heldOut);
        BitSet held = new BitSet(all.count());
        held.set(train.count(), all.count());
        return new Split(all, held, names, List.of(), report);
    }

    /**
     * Holds out the last tenth, but at least one image.
     *
     * @param all the images
     * @param names the name of each row
     * @return both parts
     */
    public static Split ofLastTenth(ImageData all, IntFunction<String> names) {
        int count = all.count();
        BitSet held = new BitSet(count);
        if (count > 1) {
            held.set(count - Math.max(1, count / 10), count);
        }
        return new Split(all, held, names, List.of(), LoadReport.LAST_TENTH);
    }

    /**
     * Holds out every tenth image, of fewer than ten the last.
     *
     * @param all the images
     * @param names the name of each row
     * @return both parts
     */
    public static Split ofEveryTenth(ImageData all, IntFunction<String> names) {
        int count = all.count();
        BitSet held = new BitSet(count);
        if (count > 1 && count < 10) {
            held.set(count - 1);
        }
        for (int i = 9; i < count; i += 10) {
            held.set(i);
        }
        return new Split(all, held, names, List.of(), LoadReport.EVERY_TENTH);
    }

    /** {@return all images of both parts, in the order of the source} */
    public ImageData images() {
        return images;
    }

    /** {@return the images to train on, at least one, in the order of the source} */
    public ImageData train() {
        return train;
    }

    /** {@return the images to judge by, at least one, in the order of the source} */
    public ImageData heldOut() {
        return heldOut;
    }

    /**
     * The part of an image.
     *
     * @param row from 0 to {@code images().count() - 1}
     * @return whether it is held out
     */
    public boolean isHeldOut(int row) {
        return held.get(row);
    }

    /**
     * The name of an image in its source.
     *
     * @param row from 0 to {@code images().count() - 1}
     * @return the path of its file from the folder on, or its file and its number there: {@code test_batch.bin[17]}
     */
    public String name(int row) {
        return names.apply(row);
    }

    /** {@return the files that could not be used, in the order of their paths} */
    public List<SkippedFile> skipped() {
        return skipped;
    }

    /** {@return the way in which the source was understood} */
    public LoadReport report() {
        return report;
    }

    /** {@return the classes, in the order of their numbers, each with the number of its images; some may have none} */
    public List<ClassCount> classes() {
        return ClassCount.of(images.classes(), images.count(), images::label, held::get);
    }

    /**
     * This source with all images of another one to judge by. What this source held out by a rule is learned from then;
     * what it names as held out itself is left alone.
     *
     * @param other images of the same size and channels; their classes are found by name among those here
     * @return the split
     * @throws UserException if they differ in size or channels
     */
    public Split judgedBy(Split other) {
        ImageData judges = other.images;
        if (judges.height() != images.height()
                || judges.width() != images.width()
                || judges.channels() != images.channels()) {
            throw new UserException("the held-out images of " + judges.name() + " are " + size(judges)
                    + ", those to learn from " + size(images) + "; bring both to one size");
        }
        List<String> classes = images.classes();
        int[] numbers = judges.classes().stream().mapToInt(classes::indexOf).toArray();
        List<String> remarks = new ArrayList<>(other.report.remarks());
        for (ClassCount foreign : other.classes()) {
            int count = foreign.train() + foreign.heldOut();
            if (count > 0 && !classes.contains(foreign.name())) {
                remarks.add("the held-out class " + foreign.name() + " is none of those learned from");
            }
        }
        List<IgnoredFiles> left = new ArrayList<>(other.report.ignored());
        int[] learned = report.byRule() ? IntStream.range(0, images.count()).toArray() : rows(false);
        if (learned.length < images.count()) {
            left.add(new IgnoredFiles(
                    report.heldOut(), images.count() - learned.length, "others are held out instead", true));
        }
        List<SkippedFile> all = new ArrayList<>(skipped);
        all.addAll(other.skipped);
        Split joined = of(
                images.select(learned),
                judges.relabelled(classes, numbers),
                i -> i < learned.length
                        ? names.apply(learned[i])
                        : judges.name() + "/" + other.names.apply(i - learned.length),
                LoadReport.named(judges.name())
                        .with(report.remarks(), report.ignored())
                        .with(remarks, left));
        return new Split(joined.images, joined.held, joined.names, all, joined.report);
    }

    private static String size(ImageData images) {
        return images.width() + "x" + images.height() + " of " + images.channels()
                + (images.channels() == 1 ? " channel" : " channels");
    }

    /**
     * Makes the same change to all images.
     *
     * @param change gives as many images, in the same order
     * @return the split of what it gives
     */
    public Split map(UnaryOperator<ImageData> change) {
        return new Split(change.apply(images), held, names, skipped, report);
    }

    /**
     * The same images, with more to say of them.
     *
     * @param moreSkipped files that were left out
     * @param remarks what is odd
     * @param ignored files that were not even tried
     * @return the split
     */
    public Split with(List<SkippedFile> moreSkipped, List<String> remarks, List<IgnoredFiles> ignored) {
        List<SkippedFile> all = new ArrayList<>(skipped);
        all.addAll(moreSkipped);
        return new Split(images, held, names, all, report.with(remarks, ignored));
    }

    /**
     * The same images, with other words on how the held-out ones were chosen.
     *
     * @param other how the source was understood
     * @return the split
     */
    public Split withReport(LoadReport other) {
        return new Split(images, held, names, skipped, other);
    }

    private int[] rows(boolean which) {
        return IntStream.range(0, images.count())
                .filter(i -> held.get(i) == which)
                .toArray();
    }
}
