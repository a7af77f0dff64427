package dev.azulejo.nn.io;

import dev.azulejo.nn.message.UserException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;

/**
 * Writes files and folders whole or not at all: aside in the same folder (as {@code .NAME.partial-PID-UNIQUE}), flushed
 * to the disk, then renamed to the final name.
 *
 * <p>Missing parent folders are made. On a failure what was written aside is deleted and the final name is as it was;
 * what a killed process left aside is deleted by the next writing of the same name, unless it is another user's. One name
 * must not be written by two threads at once.
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
     * Writes a file. A link is followed and stays, also one to a file that is not there yet; a device or a pipe, such as
     * {@code /dev/stdout}, is written directly.
     *
     * @param target the final name; a file of that name is replaced
     * @param writer gives the content
     * @throws UserException if it cannot be written, with the reason and what to do
     */
    public static void file(Path target, FileWriter writer) {
        try {
            Path place = Disk.place(target);
            if (Files.isDirectory(place)) {
                throw new UserException("cannot write " + target + ": there is a folder of that name");
            }
            if (Files.exists(place) && !Files.isRegularFile(place)) {
                try (FileChannel out = FileChannel.open(place, StandardOpenOption.WRITE)) {
                    writer.write(out);
                }
                return;
            }
            Path aside = TemporaryNames.of(place);
            try {
                try (FileChannel out =
                        FileChannel.open(aside, StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW)) {
                    writer.write(out);
                    out.force(true);
                }
                Disk.rename(aside, place);
                Disk.syncFolder(place.getParent());
            } finally {
                deleteQuietly(aside);
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
            Path place = Disk.place(target);
            if (Files.exists(place) && !Files.isDirectory(place)) {
                throw new UserException("cannot write " + target + ": there is a file of that name");
            }
            Path aside = TemporaryNames.of(place);
            Path old = aside.resolveSibling(aside.getFileName() + "-old");
            try {
                Files.createDirectory(aside);
                writer.write(aside);
                Disk.syncTree(aside);
                if (Files.exists(place)) {
                    Disk.rename(place, old);
                }
                try {
                    Disk.rename(aside, place);
                } catch (IOException e) {
                    if (Files.exists(old)) {
                        Disk.rename(old, place);
                    }
                    throw e;
                }
                Disk.syncFolder(place.getParent());
            } finally {
                deleteQuietly(aside);
                if (Files.exists(place)) {
                    deleteQuietly(old);
                }
            }
        } catch (IOException e) {
            throw FileErrors.cannotWrite(target, e);
        } catch (UncheckedIOException e) {
            throw FileErrors.cannotWrite(target, e.getCause());
        }
    }

    /**
     * Flushes a file that was written in place, and its name in its folder, to the disk.
     *
     * @param file the file
     * @throws UserException if it cannot be written
     */
    public static void sync(Path file) {
        try {
            Disk.syncFile(file);
            Disk.syncFolder(file.toAbsolutePath().getParent());
        } catch (IOException e) {
            throw FileErrors.cannotWrite(file, e);
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

    /** Deletes if possible: what stays is deleted by the next writer, and must not hide why the writing failed. */
    private static void deleteQuietly(Path path) {
        try {
            deleteTree(path);
        } catch (IOException e) {
            // Said above.
        }
    }
}
