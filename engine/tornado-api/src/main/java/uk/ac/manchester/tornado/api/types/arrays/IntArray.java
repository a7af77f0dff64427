package uk.ac.manchester.tornado.api.types.arrays;

import java.lang.foreign.MemorySegment;

/** An array of integers; TornadoVM's lies outside the heap. */
public final class IntArray {
    private final int[] elements;

    /**
     * An array of zeros.
     *
     * @param numberOfElements how many
     */
    public IntArray(int numberOfElements) {
        elements = new int[numberOfElements];
    }

    /**
     * An element.
     *
     * @param index its place
     * @return its value
     */
    public int get(int index) {
        return elements[index];
    }

    /**
     * Sets an element.
     *
     * @param index its place
     * @param value its value
     */
    public void set(int index, int value) {
        elements[index] = value;
    }

    /**
     * Number of elements.
     *
     * @return the number of elements
     */
    public int getSize() {
        return elements.length;
    }

    /** {@return the memory of its elements} */
    public MemorySegment getSegment() {
        return MemorySegment.ofArray(elements);
    }
}
