package dev.azulejo.nn.faults;

import dev.azulejo.engine.random.Philox;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Map;

/** What goes wrong at the n-th change of a disk, counted from 1; 0 for nothing. */
public final class Fault {
    public enum Kind {
        /** The process is gone: nothing after it happens. */
        CRASH,
        /** The machine is gone: what was not flushed is lost, or some of it. */
        POWER_CUT,
        /** A write fails, and the next ones do not. */
        ONCE,
        /** A disk that is full from then on: what is deleted does not help. */
        FULL
    }

    /** What a process does not survive. */
    public static final class Crash extends Error {
        private static final long serialVersionUID = 1L;

        private final boolean again;

        private Crash(boolean again) {
            super("killed", null, false, false);
            this.again = again;
        }

        /** The process was dead already, and ran what no dead process does. */
        boolean again() {
            return again;
        }
    }

    private final Kind kind;
    private final long at;
    private final long seed;
    private long count;
    private boolean dead;
    private final Map<Path, Long> unflushed = new HashMap<>();

    public Fault(Kind kind, long at, long seed) {
        this.kind = kind;
        this.at = at;
        this.seed = seed;
    }

    public static Fault none() {
        return new Fault(Kind.ONCE, 0, 0);
    }

    /** How many changes there were. */
    public long count() {
        return count;
    }

    /** Before a change; {@code size} is the file's before a write. */
    void strike(String change, Path file, long size) throws IOException {
        if (dead) {
            throw new Crash(true);
        }
        count++;
        if (change.equals("write")) {
            unflushed.putIfAbsent(file, size);
        }
        if (at == 0 || count < at) {
            return;
        }
        switch (kind) {
            case CRASH -> {
                dead = true;
                throw new Crash(false);
            }
            case POWER_CUT -> {
                dead = true;
                lose();
                throw new Crash(true);
            }
            case ONCE -> {
                if (count == at) {
                    throw new FileSystemException(file.toString(), null, "Input/output error");
                }
            }
            case FULL -> {
                if (!change.equals("delete")) {
                    throw new FileSystemException(file.toString(), null, "No space left on device");
                }
            }
        }
    }

    void flushed(Path file) {
        unflushed.remove(file);
    }

    void renamed(Path from, Path to) {
        Map<Path, Long> moved = new HashMap<>();
        unflushed.forEach((file, size) -> moved.put(
                file.startsWith(from) ? to.resolve(from.relativize(file)).normalize() : file, size));
        unflushed.clear();
        unflushed.putAll(moved);
    }

    /** Cuts each file that was not flushed somewhere in what is not certain. */
    private void lose() throws IOException {
        for (Map.Entry<Path, Long> entry : unflushed.entrySet()) {
            if (Files.exists(entry.getKey())) {
                try (FileChannel file = FileChannel.open(entry.getKey(), StandardOpenOption.WRITE)) {
                    long certain = entry.getValue();
                    long size = file.size();
                    file.truncate(certain + Philox.below(size - certain + 1, seed, 77, at, 0));
                }
            }
        }
    }
}
