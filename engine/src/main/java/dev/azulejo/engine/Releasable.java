package dev.azulejo.engine;

/** A value that a scope owns. */
sealed interface Releasable permits Tensor, IntTensor {
    /** Gives the storage back; does nothing the second time. */
    void release();
}
