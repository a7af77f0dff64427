package dev.azulejo.nn.data.source;

import dev.azulejo.nn.data.ImageData;
import dev.azulejo.nn.data.source.ImageLoader.Loaded;
import dev.azulejo.nn.data.split.SkippedFile;
import dev.azulejo.nn.message.UserException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Keeps the decoded images of folders in files, so that the next command need not decode them again.
 *
 * <p>An entry is named by a hash of the files, of the size that was asked for, and of what decodes; a note named
 * by their times spares the hash ({@link FileStamps}). Neither is ever changed. A cache that cannot be read, written or trusted is as none at all. It holds at
 * most so many bytes; what was not used for longest goes first.
 */
public final class DecodedCache {
    /** The version of the decoder; to be raised with any change to how they are decoded or resized. */
    private static final int DECODER = 1;

    private static final long MOST_BYTES = 16L << 30;
    private static final String ENTRY = ".images";
    private static final String NOTE = ".note";
    private static final String ASIDE = ".partial";

    private final Path folder;
    private final long mostBytes;
    private final long lately;

    /** Trusts the times of files that did not change for so many nanoseconds. */
    DecodedCache(Path folder, long mostBytes, long lately) {
        this.folder = folder;
        this.mostBytes = mostBytes;
        this.lately = lately;
    }

    /**
     * A cache in a folder, which is made when something is kept.
     *
     * @param folder whose files of this cache are deleted when there are too many of them
     * @param mostBytes how many bytes they may have together
     * @return the cache
     */
    public static DecodedCache in(Path folder, long mostBytes) {
        return new DecodedCache(folder, mostBytes, FileStamps.LATELY);
    }

    /**
     * {@return the user's cache, {@code azulejo} in {@code $XDG_CACHE_HOME}, else in {@code ~/.cache}, of at most 16
     *     GiB; empty if the user has no home}
     */
    public static Optional<DecodedCache> ofUser() {
        String asked = System.getenv("XDG_CACHE_HOME");
        String home = System.getProperty("user.home", "");
        Path base = asked != null && asked.startsWith("/") ? Path.of(asked) : Path.of(home, ".cache");
        return base.isAbsolute() ? Optional.of(in(base.resolve("azulejo"), MOST_BYTES)) : Optional.empty();
    }

    /** Loads as the loader of these files does, in the channels that they have, or takes what it loaded before. */
    Loaded load(
            Path from, List<Path> files, List<String> classes, int[] labels, OptionalInt size, LoadListener listener) {
        String settings = settings(size);
        Optional<Path> note = note(settings, from, files);
        Optional<String> key = note.flatMap(DecodedCache::noted);
        if (key.isEmpty()) {
            key = FileStamps.byBytes(settings, from, files);
        }
        Optional<Path> place = key.map(hash -> folder.resolve(hash + ENTRY));
        Loaded loaded = place.flatMap(file -> find(file, from, files, classes, labels, size))
                .orElse(null);
        if (loaded == null) {
            loaded = new ImageLoader(from.toString(), files, classes, labels, List.of())
                    .load(size, OptionalInt.empty(), listener);
            // A file that changed meanwhile would be kept under the name of what it was.
            boolean same = note.isPresent()
                    ? note.equals(note(settings, from, files))
                    : key.equals(FileStamps.byBytes(settings, from, files));
            if (place.isPresent() && same) {
                keep(place.get(), files, loaded);
            }
        } else {
            listener.loaded(files.size(), files.size());
        }
        if (note.isPresent() && key.isPresent()) {
            note(note.get(), key.get());
        }
        return loaded;
    }

    private Optional<Path> note(String settings, Path from, List<Path> files) {
        return FileStamps.byTimes(settings, from, files, lately).map(key -> folder.resolve(key + NOTE));
    }

    private static Optional<String> noted(Path note) {
        try {
            return Files.isRegularFile(note)
                    ? Optional.of(Files.readString(note)).filter(key -> key.matches("[0-9a-f]{64}"))
                    : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static void note(Path note, String key) {
        Path entry = note.resolveSibling(key + ENTRY);
        if (!Files.isRegularFile(entry) || noted(note).isPresent()) {
            return;
        }
        Path aside = aside(note);
        try {
            Files.writeString(aside, key);
            Files.move(aside, note, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            delete(aside);
        }
    }

    private static Path aside(Path file) {
        return file.resolveSibling(
                file.getFileName() + "." + ProcessHandle.current().pid() + ASIDE);
    }

    private static String settings(OptionalInt size) {
        // With less memory larger images are left out.
        return "azulejo decoded " + DECODER + " " + System.getProperty("java.runtime.version") + " "
                + Runtime.getRuntime().maxMemory() + " " + size;
    }

    private static Optional<Loaded> find(
            Path file, Path from, List<Path> files, List<String> classes, int[] labels, OptionalInt size) {
        if (!Files.isRegularFile(file)) {
            return Optional.empty();
        }
        try {
            Optional<CacheEntry> entry = CacheEntry.open(file, files.size());
            if (entry.isEmpty()) {
                delete(file);
                return Optional.empty();
            }
            Map<Integer, String> faults = entry.get().faults();
            if (faults.keySet().stream().anyMatch(i -> canBeRead(files.get(i), size))) {
                return Optional.empty(); // What failed was not the file.
            }
            Files.setLastModifiedTime(file, FileTime.from(Instant.now()));
            int[] good = IntStream.range(0, files.size())
                    .filter(i -> !faults.containsKey(i))
                    .toArray();
            ImageData images = new CachedImages(
                    from.toString(),
                    entry.get(),
                    IntStream.of(good).mapToObj(files::get).toList(),
                    classes,
                    IntStream.of(good).map(i -> labels[i]).toArray(),
                    size,
                    () -> delete(file));
            List<SkippedFile> skipped = new ArrayList<>();
            faults.forEach((i, reason) -> skipped.add(new SkippedFile(files.get(i), reason)));
            return Optional.of(new Loaded(
                    new ImageFolder.Result(images, skipped),
                    IntStream.of(good).mapToObj(files::get).toList()));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static boolean canBeRead(Path file, OptionalInt size) {
        try {
            ImageFolder.readFile(file, size, OptionalInt.empty());
            return true;
        } catch (UserException e) {
            return false;
        }
    }

    private void keep(Path file, List<Path> files, Loaded loaded) {
        Map<Path, String> reasons = loaded.result().skipped().stream()
                .collect(Collectors.toMap(SkippedFile::file, SkippedFile::reason, (a, b) -> a));
        Map<Integer, String> faults = new TreeMap<>();
        for (int i = 0; i < files.size(); i++) {
            if (reasons.containsKey(files.get(i))) {
                faults.put(i, reasons.get(files.get(i)));
            }
        }
        ImageData images = loaded.result().images();
        long bytes = (long) images.count() * images.imageBytes();
        Path aside = aside(file);
        try {
            makeFolder();
            if (bytes > mostBytes || bytes > Files.getFileStore(folder).getUsableSpace() / 2) {
                return;
            }
            makeRoom(mostBytes - bytes);
            Files.deleteIfExists(aside);
            CacheEntry.write(aside, images, faults);
            Files.move(aside, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException | UncheckedIOException | UnsupportedOperationException e) {
            delete(aside);
        }
    }

    private void makeFolder() throws IOException {
        if (!Files.isDirectory(folder)) {
            Files.createDirectories(folder.getParent());
            boolean posix = folder.getFileSystem().supportedFileAttributeViews().contains("posix");
            if (posix) {
                Files.createDirectory(
                        folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            } else {
                Files.createDirectory(folder);
            }
        }
    }

    /** Deletes what was used longest ago until so many bytes are left at most, and what dead writers left. */
    private void makeRoom(long most) throws IOException {
        record Kept(Path file, long bytes, FileTime used) {}
        List<Kept> all = new ArrayList<>();
        try (Stream<Path> content = Files.list(folder)) {
            for (Path file : content.toList()) {
                String name = file.getFileName().toString();
                FileTime used = Files.getLastModifiedTime(file);
                if (name.endsWith(ENTRY)) {
                    all.add(new Kept(file, Files.size(file), used));
                } else if (name.endsWith(NOTE)) {
                    if (noted(file)
                            .filter(key -> Files.exists(folder.resolve(key + ENTRY)))
                            .isEmpty()) {
                        delete(file);
                    }
                } else if (name.endsWith(ASIDE)
                        && used.toInstant().isBefore(Instant.now().minusSeconds(TimeUnit.HOURS.toSeconds(6)))) {
                    delete(file);
                }
            }
        }
        all.sort(Comparator.comparing(Kept::used));
        long total = all.stream().mapToLong(Kept::bytes).sum();
        for (int i = 0; i < all.size() && total > most; i++) {
            delete(all.get(i).file());
            total -= all.get(i).bytes();
        }
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            // It is in use, or not ours; the next one tries again.
        }
    }
}
