/**
 * Convolutions and their gradients: the choice between Winograd's algorithm and a product of patches, and both. The
 * product itself is in {@code gemm}.
 */
package dev.azulejo.engine.cpu.vector.conv;
