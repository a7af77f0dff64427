package dev.azulejo.nn.io;

import dev.azulejo.nn.message.UserException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.stream.Stream;

/**
 * The place that a name really leads to, and what survives a power cut: flushing files, folders, and the entries in
 * folders.
 */
final class Disk {
    /** The number of links in a row that Linux follows. */
    private static final int MOST_LINKS = 40;

    private Disk() {}

    /**
     * The place that a name leads to, its folder made. Links are followed, also one to a file that is not there yet: as
     * for an editor or a shell's {@code >}, the link stays and what it leads to is written.
     */
    static Path place(Path target) throws IOException {
        Path place = target.toAbsolutePath();
        if (place.getFileName() == null) {
            throw new UserException("cannot write " + target + ": it is the root of the file system");
        }
        for (int links = 0; Files.isSymbolicLink(place); links++) {
            if (links == MOST_LINKS) {
                throw new UserException("cannot write " + target + ": it is a link that leads back to itself; remove it"
                        + " or choose another place");
            }
            Path next = place.getParent().toRealPath().resolve(Files.readSymbolicLink(place));
            if (next.getParent() == null || !Files.isDirectory(next.getParent())) {
                throw new UserException("cannot write " + target + ": it is a link to " + next
                        + ", and there is no such folder; make the folder, or remove the link");
            }
            place = next;
        }
        if (Files.exists(place)) {
            return place.toRealPath();
        }
        place = place.normalize();
        try {
            makeFolders(place.getParent());
        } catch (FileAlreadyExistsException e) {
            throw new UserException("cannot write " + target + ": " + e.getFile() + " is a file, not a folder", e);
        }
        return place;
    }

    private static void makeFolders(Path folder) throws IOException {
        Deque<Path> missing = new ArrayDeque<>();
        for (Path at = folder; at != null && !Files.exists(at); at = at.getParent()) {
            missing.push(at);
        }
        Files.createDirectories(folder);
        for (Path made : missing) {
            syncFolder(made.getParent());
        }
    }

    static void rename(Path from, Path to) throws IOException {
        try {
            Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException e) {
            throw new IOException("this file system cannot rename atomically; choose another place", e);
        }
    }

    static void syncTree(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : (Iterable<Path>) all::iterator) {
                if (Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
                    syncFolder(path);
                } else if (Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)) {
                    syncFile(path);
                }
            }
        }
    }

    static void syncFile(Path path) throws IOException {
        try (FileChannel file = FileChannel.open(path, StandardOpenOption.WRITE)) {
            file.force(true);
        }
    }

    static void syncFolder(Path folder) throws IOException {
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
