package uk.ac.manchester.tornado.api.types.arrays;

import java.lang.foreign.MemorySegment;

/** An array of floats; TornadoVM's lies outside the heap. */
public final class FloatArray {
    private final float[] elements;

    /**
     * An array of zeros.
     *
     * @param numberOfElements how many
     */
    public FloatArray(int numberOfElements) {
        elements = new float[numberOfElements];
    }

    /**
     * An element.
     *
     * @param index its place
     * @return its value
     */
    public float get(int index) {
        return elements[index];
    }

    /**
     * Sets an element.
     *
     * @param index its place
     * @param value its value
     */
    public void set(int index, float value) {
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
