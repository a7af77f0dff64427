package dev.azulejo.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Sizes of a tensor's axes, the last one contiguous in memory. Images are {@code [N, H, W, C]}; a scalar is {@code []}.
 *
 * @param sizes the sizes, each at least 1
 */
public record Shape(List<Integer> sizes) {
    /** The shape of one number. */
    public static final Shape SCALAR = new Shape(List.of());

    /**
     * Checks the sizes.
     *
     * @throws IllegalArgumentException if a size is below 1 or the tensor would have 2^31 elements or more
     */
    public Shape {
        sizes = List.copyOf(sizes);
        long size = 1;
        for (int s : sizes) {
            if (s < 1) {
                throw new IllegalArgumentException("shape " + sizes + ": expected sizes of at least 1");
            }
            size *= s;
            if (size > Integer.MAX_VALUE) {
                throw new IllegalArgumentException(
                        "shape " + sizes + ": more than 2^31 - 1 elements; use a smaller batch");
            }
        }
    }

    /**
     * A shape of these sizes.
     *
     * @param sizes the sizes
     * @return the shape
     */
    public static Shape of(int... sizes) {
        List<Integer> list = new ArrayList<>(sizes.length);
        for (int s : sizes) {
            list.add(s);
        }
        return new Shape(list);
    }

    /** {@return the rank: the number of axes} */
    public int rank() {
        return sizes.size();
    }

    /**
     * Size of an axis.
     *
     * @param axis the axis; negative counts from the last
     * @return its size
     */
    public int get(int axis) {
        return sizes.get(axis < 0 ? axis + rank() : axis);
    }

    /** {@return the number of elements, the product of the sizes} */
    public int size() {
        int size = 1;
        for (int s : sizes) {
            size *= s;
        }
        return size;
    }

    /** {@return the size of the last axis; 1 for a scalar} */
    public int channels() {
        return rank() == 0 ? 1 : get(-1);
    }

    /**
     * {@return the number of rows when all axes but the last are taken as one: elements divided by {@link #channels}}
     */
    public int rows() {
        return size() / channels();
    }

    /**
     * This shape with another last size.
     *
     * @param channels size of the last axis
     * @return the shape
     */
    public Shape withChannels(int channels) {
        List<Integer> list = new ArrayList<>(sizes);
        list.set(rank() - 1, channels);
        return new Shape(list);
    }

    /**
     * {@return this shape with one more axis behind it}
     *
     * @param channels size of the new axis
     */
    public Shape append(int channels) {
        List<Integer> list = new ArrayList<>(sizes);
        list.add(channels);
        return new Shape(list);
    }

    /** {@return this shape without its last axis} */
    public Shape withoutChannels() {
        return new Shape(sizes.subList(0, rank() - 1));
    }

    @Override
    public String toString() {
        return sizes.stream().map(String::valueOf).collect(Collectors.joining(",", "[", "]"));
    }
}
