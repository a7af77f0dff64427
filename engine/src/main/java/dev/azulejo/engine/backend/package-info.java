/**
 * The contract between the engine and whatever computes: {@link dev.azulejo.engine.backend.Backend} and its families of
 * kernels over opaque {@link dev.azulejo.engine.backend.Buffer}s. A backend may keep its buffers anywhere, so nothing
 * outside it ever sees an array, and no kernel hands a number back to the host. Shapes are checked before a kernel is
 * called; what lives here does not check them again, allocate for its callers, or know about gradients. It has more than
 * fifteen files, as each family of kernels is one, with the records and functions that its calls take.
 */
package dev.azulejo.engine.backend;
