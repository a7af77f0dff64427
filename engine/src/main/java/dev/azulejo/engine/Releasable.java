package dev.azulejo.engine;

/** What a scope owns. */
sealed interface Releasable permits Tensor, IntTensor {
    /** Gives the storage back; does nothing the second time. */
    void release();
}
