/**
 * Matrix products, large, skinny and between: operands packed into panels, register tiles, and where the sums go.
 * Convolutions that are products are not here, but in {@code conv}.
 */
package dev.azulejo.engine.cpu.vector.gemm;
