package dev.azulejo.nn.run;

import dev.azulejo.nn.io.FileErrors;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** One trainer a run: the operating system's lock on {@code RUN/.lock}, which ends with the process. */
public final class RunLock implements AutoCloseable {
    /** Its name in the folder of the run. */
    public static final String FILE = ".lock";

    private final Path file;
    private final FileChannel channel;

    private RunLock(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    static RunLock of(Path run) {
        Path file = run.resolve(FILE);
        try {
            FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (isTaken(channel)) {
                channel.close();
                throw new RunInUseException(
                        run + ": is being trained already; wait for it to end, or name another folder");
            }
            return new RunLock(file, channel);
        } catch (IOException e) {
            throw FileErrors.cannotWrite(file, e);
        }
    }

    private static boolean isTaken(FileChannel channel) {
        try {
            return channel.tryLock() == null;
        } catch (OverlappingFileLockException e) {
            return true;
        } catch (IOException e) {
            return false; // Some network file systems know no locks; training there is better than not training.
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw FileErrors.cannotWrite(file, e);
        }
    }
}
