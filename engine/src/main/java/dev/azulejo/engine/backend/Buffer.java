package dev.azulejo.engine.backend;

/** Storage that belongs to one backend: {@code size} elements of one type, wherever that backend keeps them. */
public interface Buffer {
    /** {@return the number of elements} */
    int size();

    /** {@return the type of the elements} */
    DType type();
}
