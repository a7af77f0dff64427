package dev.azulejo.engine.backend;

/** Storage that belongs to one backend: {@code size} elements of one type, wherever that backend keeps them. */
public interface Buffer {
    /**
     * Number of elements.
     *
     * @return the number of elements
     */
    int size();

    /**
     * Type of the elements.
     *
     * @return the type
     */
    DType type();
}
