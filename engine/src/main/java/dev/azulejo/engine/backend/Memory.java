package dev.azulejo.engine.backend;

/** Buffers of one backend: made, filled, copied, and the only way in from and out to host arrays. */
public interface Memory {
    /**
     * Makes a buffer.
     *
     * @param type type of the elements
     * @param size number of elements, at least 0
     * @return a buffer whose content is zero
     */
    Buffer allocate(DType type, int size);

    /**
     * Copies host values into a float buffer.
     *
     * @param source host array
     * @param from first element read
     * @param target float buffer
     * @param offset first element written
     * @param count number of elements
     */
    void write(float[] source, int from, Buffer target, int offset, int count);

    /**
     * Copies host values into an integer buffer.
     *
     * @param source host array
     * @param from first element read
     * @param target integer buffer
     * @param offset first element written
     * @param count number of elements
     */
    void write(int[] source, int from, Buffer target, int offset, int count);

    /**
     * Copies from a float buffer to the host; waits for the kernels that produce it.
     *
     * @param source float buffer
     * @param offset first element read
     * @param target host array
     * @param to first element written
     * @param count number of elements
     */
    void read(Buffer source, int offset, float[] target, int to, int count);

    /**
     * Copies from an integer buffer to the host; waits for the kernels that produce it.
     *
     * @param source integer buffer
     * @param offset first element read
     * @param target host array
     * @param to first element written
     * @param count number of elements
     */
    void read(Buffer source, int offset, int[] target, int to, int count);

    /**
     * Copies between two buffers of the same type.
     *
     * @param source buffer read
     * @param from first element read
     * @param target buffer written
     * @param to first element written
     * @param count number of elements
     */
    void copy(Buffer source, int from, @Updates Buffer target, int to, int count);

    /**
     * Sets the first elements of a float buffer.
     *
     * @param target float buffer
     * @param count number of elements
     * @param value the value
     */
    void fill(@Updates Buffer target, int count, float value);
}
