package dev.azulejo.nn.data.source;

import dev.azulejo.nn.data.records.Cifar10;
import dev.azulejo.nn.data.records.IdxFolder;
import dev.azulejo.nn.data.split.IgnoredFiles;
import dev.azulejo.nn.data.split.SkippedFile;
import dev.azulejo.nn.io.FileErrors;
import java.io.IOException;
import java.nio.file.FileSystemLoopException;
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
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.StreamSupport;

/**
 * The files below a folder, at any depth; links are followed, hidden files left alone.
 *
 * @param images files that are named as images, in the order of their paths
 * @param folders at any depth, empty or not
 * @param records folders with IDX files or CIFAR-10 batches
 * @param skipped files and folders that should have been looked into, and could not
 * @param ignored all other files, by their endings, the images among them first
 */
record FolderListing(
        List<Path> images,
        Set<Path> folders,
        Set<Path> records,
        List<SkippedFile> skipped,
        List<IgnoredFiles> ignored) {
    /** The order by the names on the way, not by the whole path: '/' sorts among the letters. */
    private static final Comparator<Path> ORDER = Comparator.comparing(
            path -> StreamSupport.stream(path.spliterator(), false)
                    .map(Path::toString)
                    .toArray(String[]::new),
            Arrays::compare);

    /**
     * Looks into a folder.
     *
     * @throws dev.azulejo.nn.message.UserException if it cannot be read
     */
    static FolderListing of(Path folder) {
        Walk walk = new Walk(folder);
        try {
            Files.walkFileTree(folder, EnumSet.of(FileVisitOption.FOLLOW_LINKS), Integer.MAX_VALUE, walk);
        } catch (IOException e) {
            throw FileErrors.cannotRead(folder, e);
        }
        walk.images.sort(ORDER);
        walk.skipped.sort(Comparator.comparing(SkippedFile::file, ORDER));
        return new FolderListing(walk.images, walk.folders, walk.records, walk.skipped, walk.ignored());
    }

    /** {@return how many files of images could not be used, for their format or for what is the matter with them} */
    int unusable() {
        return skipped.size()
                + ignored.stream()
                        .filter(IgnoredFiles::images)
                        .mapToInt(IgnoredFiles::count)
                        .sum();
    }

    /** {@return how many other files there are} */
    int ignoredCount() {
        return ignored.stream().mapToInt(IgnoredFiles::count).sum();
    }

    private static final class Walk extends SimpleFileVisitor<Path> {
        private final Path root;
        private final List<Path> images = new ArrayList<>();
        private final Set<Path> folders = new TreeSet<>(ORDER);
        private final Set<Path> records = new TreeSet<>(ORDER);
        private final List<SkippedFile> skipped = new ArrayList<>();
        private final Map<String, Integer> pictures = new TreeMap<>();
        private final Map<String, Integer> others = new TreeMap<>();
        private int loops;

        Walk(Path root) {
            this.root = root;
        }

        @Override
        public FileVisitResult preVisitDirectory(Path dir, BasicFileAttributes attributes) {
            if (dir.equals(root)) {
                return FileVisitResult.CONTINUE;
            }
            if (ImageNames.isHidden(dir)) {
                return FileVisitResult.SKIP_SUBTREE;
            }
            folders.add(dir);
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            if (ImageNames.isHidden(file)) {
                return FileVisitResult.CONTINUE;
            }
            boolean named = ImageNames.isRead(file);
            if (attributes.isSymbolicLink() && (named || ImageNames.ending(file).isEmpty())) {
                skipped.add(new SkippedFile(file, "a link that leads nowhere"));
            } else if (named && attributes.isRegularFile()) {
                images.add(file);
            } else if (named) {
                skipped.add(new SkippedFile(file, "no file, but a device or a pipe"));
            } else if (ImageNames.isOtherPicture(file)) {
                pictures.merge(ImageNames.ending(file), 1, Integer::sum);
            } else {
                if (IdxFolder.isImages(file) || Cifar10.isBatch(file)) {
                    records.add(file.getParent());
                }
                others.merge(ImageNames.ending(file), 1, Integer::sum);
            }
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
            if (file.equals(root)) {
                throw e;
            }
            if (e instanceof FileSystemLoopException) {
                loops++;
            } else if (!ImageNames.isHidden(file)) {
                skipped.add(new SkippedFile(file, FileErrors.cannotRead(file, e).getMessage()));
            }
            return FileVisitResult.CONTINUE;
        }

        List<IgnoredFiles> ignored() {
            List<IgnoredFiles> all = new ArrayList<>();
            pictures.forEach((ending, count) ->
                    all.add(new IgnoredFiles(ending, count, "cannot be read; convert to PNG or JPEG", true)));
            others.forEach((ending, count) ->
                    all.add(new IgnoredFiles(ending.isEmpty() ? "without an ending" : ending, count, "", false)));
            if (loops > 0) {
                all.add(new IgnoredFiles(
                        loops == 1 ? "link to a folder that it is in" : "links to folders that they are in",
                        loops,
                        "",
                        false));
            }
            return all;
        }
    }
}
