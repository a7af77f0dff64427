/**
 * Tensors, the operations on them, the tape that differentiates them, and counter-based randomness.
 * Every operation checks its shapes here and hands raw buffers to a backend.
 * No kernel lives here, and nothing that knows of layers, models or files.
 */
package dev.azulejo.engine;
