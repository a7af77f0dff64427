package dev.azulejo.nn.io;

import dev.azulejo.nn.UserException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.stream.Stream;

/**
 * Writes files and folders whole or not at all: aside in the same folder (as {@code .NAME.partial-PID}), flushed to the
 * disk, then renamed to the final name.
 *
 * <p>Missing parent folders are made. On a failure what was written aside is deleted and the final name is as it was;
 * what a killed process left aside is deleted by the next writing of the same name. One name must not be written by two
 * threads at once.
 */
public final class AtomicFiles {
    private AtomicFiles() {}

    /** Writes the content of a file. */
    @FunctionalInterface
    public interface FileWriter {
        /**
         * Writes everything; the channel is flushed and closed afterwards.
         *
         * @param out an empty file, open for writing
         * @throws IOException if it fails
         */
        void write(FileChannel out) throws IOException;
    }

    /** Writes the content of a folder. */
    @FunctionalInterface
    public interface DirectoryWriter {
        /**
         * Writes everything; all files are flushed afterwards.
         *
         * @param folder an empty folder
         * @throws IOException if it fails
         */
        void write(Path folder) throws IOException;
    }

    /**
     * Writes a file. A link is followed; a device or a pipe, such as {@code /dev/stdout}, is written directly.
     *
     * @param target the final name; a file of that name is replaced
     * @param writer gives the content
     * @throws UserException if it cannot be written, with the reason and what to do
     */
    public static void file(Path target, FileWriter writer) {
        try {
            Path place = resolve(target);
            if (Files.isDirectory(place)) {
                throw new UserException("cannot write " + target + ": there is a folder of that name");
            }
            if (Files.exists(place) && !Files.isRegularFile(place)) {
                try (FileChannel out = FileChannel.open(place, StandardOpenOption.WRITE)) {
                    writer.write(out);
                }
                return;
            }
            Path aside = aside(place);
            try {
                try (FileChannel out =
                        FileChannel.open(aside, StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW)) {
                    writer.write(out);
                    out.force(true);
                }
                rename(aside, place);
                syncFolder(place.getParent());
            } finally {
                Files.deleteIfExists(aside);
            }
        } catch (IOException e) {
            throw FileErrors.cannotWrite(target, e);
        } catch (UncheckedIOException e) {
            throw FileErrors.cannotWrite(target, e.getCause());
        }
    }

    /**
     * Writes a file that holds these bytes.
     *
     * @param target the final name; a file of that name is replaced
     * @param content all of it
     * @throws UserException as {@link #file}
     */
    public static void bytes(Path target, byte[] content) {
        file(target, out -> {
            ByteBuffer rest = ByteBuffer.wrap(content);
            while (rest.hasRemaining()) {
                out.write(rest);
            }
        });
    }

    /**
     * Writes a file that holds this text, as UTF-8.
     *
     * @param target the final name; a file of that name is replaced
     * @param content all of it
     * @throws UserException as {@link #file}
     */
    public static void text(Path target, String content) {
        bytes(target, content.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Writes a folder with files in it, for instance a checkpoint.
     *
     * <p>A folder of that name is replaced: it is moved aside, the new one takes the name, the old one is deleted; if
     * the process dies between the two moves neither has the name, and the next writing of it puts the old one back
     * first; no half-written folder ever has the name.
     *
     * @param target the final name
     * @param writer makes the content in the folder that it is given
     * @throws UserException if it cannot be written, with the reason and what to do
     */
    public static void directory(Path target, DirectoryWriter writer) {
        try {
            Path place = resolve(target);
            if (Files.exists(place) && !Files.isDirectory(place)) {
                throw new UserException("cannot write " + target + ": there is a file of that name");
            }
            Path aside = aside(place);
            Path old = aside.resolveSibling(aside.getFileName() + "-old");
            try {
                Files.createDirectory(aside);
                writer.write(aside);
                syncTree(aside);
                if (Files.exists(place)) {
                    rename(place, old);
                }
                try {
                    rename(aside, place);
                } catch (IOException e) {
                    if (Files.exists(old)) {
                        rename(old, place);
                    }
                    throw e;
                }
                syncFolder(place.getParent());
            } finally {
                deleteTree(aside);
                if (Files.exists(place)) {
                    deleteTree(old);
                }
            }
        } catch (IOException e) {
            throw FileErrors.cannotWrite(target, e);
        } catch (UncheckedIOException e) {
            throw FileErrors.cannotWrite(target, e.getCause());
        }
    }

    /**
     * Deletes a file, or a folder with all that is in it; links are deleted, not followed. Nothing happens if there is
     * none.
     *
     * @param path what to delete
     * @throws IOException if something cannot be deleted
     */
    public static void deleteTree(Path path) throws IOException {
        if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        Files.walkFileTree(path, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path folder, IOException e) throws IOException {
                if (e != null) {
                    throw e;
                }
                Files.delete(folder);
                return FileVisitResult.CONTINUE;
            }
        });
    }

    private static Path resolve(Path target) throws IOException {
        Path place = target.toAbsolutePath();
        if (place.getFileName() == null) {
            throw new UserException("cannot write " + target + ": it is the root of the file system");
        }
        if (Files.exists(place)) {
            return place.toRealPath();
        }
        place = place.normalize();
        try {
            Files.createDirectories(place.getParent());
        } catch (FileAlreadyExistsException e) {
            throw new UserException("cannot write " + target + ": " + e.getFile() + " is a file, not a folder", e);
        }
        return place;
    }

    /** A free name beside the target, after the leftovers of dead writers have been deleted. */
    private static Path aside(Path place) throws IOException {
        String prefix = "." + place.getFileName() + ".partial-";
        long self = ProcessHandle.current().pid();
        List<Path> left;
        try (Stream<Path> siblings = Files.list(place.getParent())) {
            left = siblings.filter(p -> p.getFileName().toString().startsWith(prefix))
                    .toList();
        }
        for (Path path : left) {
            String digits =
                    path.getFileName().toString().substring(prefix.length()).replaceFirst("-old$", "");
            if (digits.matches("[0-9]{1,18}")) {
                long pid = Long.parseLong(digits);
                if (pid != self && ProcessHandle.of(pid).isPresent()) {
                    continue;
                }
                // Its writer died between the two moves of a replacement: this is the last good one.
                if (path.toString().endsWith("-old") && !Files.exists(place)) {
                    rename(path, place);
                } else {
                    deleteTree(path);
                }
            }
        }
        return place.resolveSibling(prefix + self);
    }

    private static void rename(Path from, Path to) throws IOException {
        try {
            Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException e) {
            throw new IOException("this file system cannot rename atomically; choose another place", e);
        }
    }

    private static void syncTree(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : (Iterable<Path>) all::iterator) {
                if (Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
                    syncFolder(path);
                } else if (Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)) {
                    try (FileChannel file = FileChannel.open(path, StandardOpenOption.WRITE)) {
                        file.force(true);
                    }
                }
            }
        }
    }

    private static void syncFolder(Path folder) throws IOException {
        FileChannel channel;
        try {
            channel = FileChannel.open(folder, StandardOpenOption.READ);
        } catch (IOException e) {
            return; // Windows cannot open a folder, and its file systems need no flush of one.
        }
        try (channel) {
            channel.force(true);
        }
    }
}
