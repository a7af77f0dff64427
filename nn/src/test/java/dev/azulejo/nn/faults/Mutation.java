package dev.azulejo.nn.faults;

import dev.azulejo.engine.random.Philox;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;

/** What disks, copies and editors do to bytes. */
public enum Mutation {
    /** One bit is another one. */
    FLIP,
    /** The end is missing. */
    TRUNCATE,
    /** Something follows the end: zeros, noise, or a piece of the file itself. */
    EXTEND,
    /** A piece lies where another should. */
    SPLICE;

    /** Which of them a trial takes. */
    public static Mutation of(long trial) {
        return values()[(int) Philox.below(values().length, 5, 1, trial, 0)];
    }

    /** Bytes that are not those given, a function of the trial. */
    public byte[] apply(byte[] good, long trial) {
        byte[] bytes = change(good, trial);
        return Arrays.equals(bytes, good) ? FLIP.change(good, trial) : bytes;
    }

    private byte[] change(byte[] good, long trial) {
        int at = (int) Philox.below(good.length, 5, 2, trial, 0);
        int from = (int) Philox.below(good.length, 5, 3, trial, 0);
        int length = 1 + (int) Philox.below(Math.min(200, good.length), 5, 4, trial, 0);
        byte[] bytes = good.clone();
        switch (this) {
            case FLIP -> bytes[at] ^= (byte) (1 << Philox.below(8, 5, 5, trial, 0));
            case TRUNCATE -> bytes = Arrays.copyOf(good, at);
            case EXTEND -> {
                ByteArrayOutputStream longer = new ByteArrayOutputStream();
                longer.writeBytes(good);
                switch ((int) Philox.below(3, 5, 6, trial, 0)) {
                    case 0 -> longer.writeBytes(new byte[length]);
                    case 1 -> longer.write(good, from, Math.min(length, good.length - from));
                    default -> {
                        for (int i = 0; i < length; i++) {
                            longer.write((int) Philox.below(256, 5, 7, trial, i));
                        }
                    }
                }
                bytes = longer.toByteArray();
            }
            case SPLICE -> System.arraycopy(good, from, bytes, at, Math.min(length, good.length - Math.max(at, from)));
        }
        return bytes;
    }
}
