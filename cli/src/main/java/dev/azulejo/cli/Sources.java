package dev.azulejo.cli;

import dev.azulejo.nn.UserException;
import dev.azulejo.nn.data.DataSource;
import dev.azulejo.nn.data.FashionMnist;
import dev.azulejo.nn.data.ImageData;
import dev.azulejo.nn.data.Skipped;
import dev.azulejo.nn.data.Split;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Collectors;

/** Opens images as commands name them, and says what was found and what was left out. */
final class Sources {
    static final String HELP =
            "fashion-mnist (embedded), a folder of images (sub-folders are classes), of IDX files, or of CIFAR-10"
                    + " batches";

    private static final int NAMED = 8;

    private Sources() {}

    /**
     * Images as they are, padded to a multiple, or resized.
     *
     * @param size side to resize and crop to; empty to pad
     * @param channels 1 or 3; empty as they are
     * @param padTo multiple to pad to
     */
    static Split open(Session session, String source, OptionalInt size, OptionalInt channels, int padTo) {
        Split split;
        try (LoadingDisplay display = new LoadingDisplay(session)) {
            split = DataSource.open(source, new DataSource.Options(size, channels, padTo), display);
        } catch (UserException e) {
            if (e.getMessage().contains("differ in size")) {
                throw new UserException(e.getMessage() + " (--set image_size=64)", e);
            }
            throw e;
        }
        report(session, split);
        return split;
    }

    /** Refuses images that no model takes. */
    static void requireSquare(String source, ImageData images) {
        if (images.height() != images.width()) {
            throw new UserException(source + ": its images are " + images.width() + "x" + images.height()
                    + " and the model takes squares; add --set image_size=N to resize and crop them, such as"
                    + " 64 or 128");
        }
    }

    private static void report(Session session, Split split) {
        List<Skipped> skipped = split.skipped();
        if (skipped.isEmpty()) {
            return;
        }
        int count = split.train().count() + split.heldOut().count() + skipped.size();
        String named = skipped.stream()
                .limit(NAMED)
                .map(s -> s.file() + " (" + s.reason() + ")")
                .collect(Collectors.joining(", "));
        String more = skipped.size() > NAMED ? " and " + (skipped.size() - NAMED) + " more" : "";
        session.warn("skipped " + skipped.size() + " of " + count + " images: " + named + more);
    }

    /** What a run remembers of where its images are: they must be found again from another folder. */
    static String remembered(String source) {
        return source.equals(FashionMnist.NAME)
                ? source
                : Path.of(source).toAbsolutePath().normalize().toString();
    }
}
