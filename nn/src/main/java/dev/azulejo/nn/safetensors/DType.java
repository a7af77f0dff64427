package dev.azulejo.nn.safetensors;

import java.util.Locale;
import java.util.Optional;

/** The element types of safetensors; {@link #held} says as what they are read, if they are. */
public enum DType {
    /** IEEE binary32, held in a {@code float[]}. */
    F32(4),
    /** Signed 32-bit integers, held in an {@code int[]}. */
    I32(4),
    /** Signed 64-bit integers, held in a {@code long[]}. */
    I64(8),
    /** Unsigned bytes, held in a {@code byte[]}. */
    U8(1),
    /** IEEE binary64; read only, rounded to a {@code float[]}. */
    F64(8),
    /** IEEE binary16; read only, into a {@code float[]}. */
    F16(2),
    /** The upper half of binary32; read only, into a {@code float[]}. */
    BF16(2),
    /** False or true, as a byte of 0 or 1; read only, into a {@code byte[]}. */
    BOOL(1),
    /** Signed bytes; skipped. */
    I8(1),
    /** Signed 16-bit integers; skipped. */
    I16(2),
    /** Unsigned 16-bit integers; skipped. */
    U16(2),
    /** Unsigned 32-bit integers; skipped. */
    U32(4),
    /** Unsigned 64-bit integers; skipped. */
    U64(8),
    /** Eight-bit floats of four exponent bits; skipped. */
    F8_E4M3(1),
    /** Eight-bit floats of five exponent bits; skipped. */
    F8_E5M2(1),
    /** Two binary32; skipped. */
    C64(8);

    private final int size;

    DType(int size) {
        this.size = size;
    }

    /** {@return the bytes of an element in a file, 1 to 8} */
    public int size() {
        return size;
    }

    /**
     * {@return the type of such a tensor once it is in memory: F32 for the floating types, U8 for BOOL, else itself;
     *     none if such tensors are skipped}
     */
    public Optional<DType> held() {
        return switch (this) {
            case F32, F64, F16, BF16 -> Optional.of(F32);
            case I32, I64, U8 -> Optional.of(this);
            case BOOL -> Optional.of(U8);
            case I8, I16, U16, U32, U64, F8_E4M3, F8_E5M2, C64 -> Optional.empty();
        };
    }

    static Optional<DType> named(String name) {
        for (DType type : values()) {
            if (type.name().equals(name)) {
                return Optional.of(type);
            }
        }
        return Optional.empty();
    }

    /**
     * How many bytes that many elements take, in words for people.
     *
     * @param bytes at least 0
     * @return such as {@code 1.5 GiB}
     */
    static String amount(double bytes) {
        String[] units = {"bytes", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"};
        int unit = 0;
        double value = bytes;
        while (value >= 1024 && unit < units.length - 1) {
            value /= 1024;
            unit++;
        }
        return unit == 0 ? (long) value + " bytes" : String.format(Locale.ROOT, "%.1f %s", value, units[unit]);
    }
}
