package dev.azulejo.nn.io;

import dev.azulejo.nn.message.UserException;
import java.io.EOFException;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.Locale;

/** Turns what the file system says into one line that says what to do. */
public final class FileErrors {
    private FileErrors() {}

    /**
     * A file or folder that cannot be read.
     *
     * @param path what was to be read
     * @param cause what happened
     * @return the exception to throw
     */
    public static UserException cannotRead(Path path, IOException cause) {
        String why = switch (cause) {
            case NoSuchFileException e -> "there is no such file or folder; check the path";
            case AccessDeniedException e -> "permission denied; ask for the right to read it";
            case NotDirectoryException e -> "it is not a folder";
            case EOFException e -> "it ends too early; fetch or make it again";
            case ClosedByInterruptException e -> "interrupted";
            default -> Files.isDirectory(path) ? "it is a folder, expected a file" : reason(cause);
        };
        return new UserException("cannot read " + path + ": " + why, cause);
    }

    /**
     * A file or folder that cannot be written.
     *
     * @param path the final name of what was to be written
     * @param cause what happened
     * @return the exception to throw
     */
    public static CannotWriteException cannotWrite(Path path, IOException cause) {
        String reason = reason(cause);
        String lower = reason.toLowerCase(Locale.ROOT);
        String why;
        if (lower.contains("no space left") || lower.contains("not enough space")) {
            why = "no space left on device; free some and run again";
        } else if (lower.contains("quota")) {
            why = "the disk quota is used up; free some space and run again";
        } else if (lower.contains("read-only file system")) {
            why = "the file system is read-only; choose another place";
        } else if (lower.contains("file name too long")) {
            why = "the file name is too long; choose a shorter one";
        } else if (lower.contains("not a directory")) {
            why = "a part of its path is a file, not a folder; choose another place";
        } else {
            why = switch (cause) {
                case AccessDeniedException e -> "permission denied; choose another place or ask for the right to write";
                case NoSuchFileException e -> "its folder is gone; make it again";
                case ClosedByInterruptException e -> "interrupted";
                default -> reason;
            };
        }
        return new CannotWriteException("cannot write " + path + ": " + why, cause);
    }

    private static String reason(IOException cause) {
        String said = cause instanceof FileSystemException e ? e.getReason() : cause.getMessage();
        return said == null || said.isBlank() ? cause.getClass().getSimpleName() : said;
    }
}
