package dev.azulejo.nn.safetensors;

import dev.azulejo.nn.message.UserException;
import java.util.Arrays;
import java.util.Objects;

/**
 * A tensor of a safetensors file: a name, a shape and a plain array, row by row.
 *
 * <p>Neither the shape nor the array is copied; both belong to the tensor from then on.
 *
 * @param name as in the file, for instance {@code encoder_bot.0.weight}
 * @param dtype F32, I32, I64 or U8
 * @param shape sizes, outermost first; empty for a scalar
 * @param array a {@code float[]}, {@code int[]}, {@code long[]} or {@code byte[]}, as dtype says
 */
@SuppressWarnings("ArrayRecordComponent") // Large and never copied; equals and hashCode look into the arrays.
public record NamedArray(String name, DType dtype, int[] shape, Object array) {
    /**
     * Checks that the array fits.
     *
     * @param name as in the file
     * @param dtype F32, I32, I64 or U8
     * @param shape sizes, outermost first
     * @param array the elements
     * @throws IllegalArgumentException if the array is of another type or length
     */
    public NamedArray {
        Objects.requireNonNull(name, "name");
        long expected = elements(shape);
        long found = switch (array) {
            case float[] a when dtype == DType.F32 -> a.length;
            case int[] a when dtype == DType.I32 -> a.length;
            case long[] a when dtype == DType.I64 -> a.length;
            case byte[] a when dtype == DType.U8 -> a.length;
            default ->
                throw new IllegalArgumentException("NamedArray " + name + ": no " + dtype + " is held in a "
                        + array.getClass().getSimpleName());
        };
        if (expected != found) {
            throw new IllegalArgumentException("NamedArray " + name + ": shape " + Arrays.toString(shape) + " has "
                    + expected + " elements, found an array of " + found);
        }
    }

    /**
     * Float32 values.
     *
     * @param name as in the file
     * @param array the elements, row by row
     * @param shape sizes, outermost first
     * @return the tensor
     */
    public static NamedArray of(String name, float[] array, int... shape) {
        return new NamedArray(name, DType.F32, shape, array);
    }

    /**
     * Int32 values.
     *
     * @param name as in the file
     * @param array the elements, row by row
     * @param shape sizes, outermost first
     * @return the tensor
     */
    public static NamedArray of(String name, int[] array, int... shape) {
        return new NamedArray(name, DType.I32, shape, array);
    }

    /**
     * Int64 values.
     *
     * @param name as in the file
     * @param array the elements, row by row
     * @param shape sizes, outermost first
     * @return the tensor
     */
    public static NamedArray of(String name, long[] array, int... shape) {
        return new NamedArray(name, DType.I64, shape, array);
    }

    /**
     * Unsigned bytes.
     *
     * @param name as in the file
     * @param array the elements, row by row
     * @param shape sizes, outermost first
     * @return the tensor
     */
    public static NamedArray of(String name, byte[] array, int... shape) {
        return new NamedArray(name, DType.U8, shape, array);
    }

    /**
     * The elements of an F32.
     *
     * @return the array itself
     * @throws UserException if it is of another type
     */
    public float[] floats() {
        if (array instanceof float[] a) {
            return a;
        }
        throw wrong(DType.F32);
    }

    /**
     * The elements of an I32.
     *
     * @return the array itself
     * @throws UserException if it is of another type
     */
    public int[] ints() {
        if (array instanceof int[] a) {
            return a;
        }
        throw wrong(DType.I32);
    }

    /**
     * The elements of an I64.
     *
     * @return the array itself
     * @throws UserException if it is of another type
     */
    public long[] longs() {
        if (array instanceof long[] a) {
            return a;
        }
        throw wrong(DType.I64);
    }

    /**
     * The elements of a U8.
     *
     * @return the array itself
     * @throws UserException if it is of another type
     */
    public byte[] bytes() {
        if (array instanceof byte[] a) {
            return a;
        }
        throw wrong(DType.U8);
    }

    /**
     * Same name, type, shape and bits of every element.
     *
     * @param other anything
     * @return whether they are the same
     */
    @Override
    public boolean equals(Object other) {
        return other instanceof NamedArray that
                && name.equals(that.name)
                && dtype == that.dtype
                && Arrays.equals(shape, that.shape)
                && Objects.deepEquals(array, that.array);
    }

    /** {@return a hash of the name, type and shape} */
    @Override
    public int hashCode() {
        return Objects.hash(name, dtype, Arrays.hashCode(shape));
    }

    /** {@return the name, type and shape, such as {@code encoder_bot.0.weight F32 [64, 3, 4, 4]}} */
    @Override
    public String toString() {
        return name + " " + dtype + " " + Arrays.toString(shape);
    }

    static long elements(int[] shape) {
        long n = 1;
        for (int size : shape) {
            if (size < 0) {
                throw new IllegalArgumentException("negative size in shape " + Arrays.toString(shape));
            }
            // A zero further on makes any product zero, so saturate rather than fail.
            n = Math.multiplyHigh(n, size) == 0 && n * size >= 0 ? n * size : Long.MAX_VALUE;
        }
        for (int size : shape) {
            n = size == 0 ? 0 : n;
        }
        return n;
    }

    private UserException wrong(DType expected) {
        return new UserException("tensor " + name + ": expected " + expected + ", found " + dtype);
    }
}
