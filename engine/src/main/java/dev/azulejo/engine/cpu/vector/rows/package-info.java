/**
 * Kernels that sum over rows or columns, normalise them or move them: reductions, softmax, layer normalisation,
 * layouts.
 */
package dev.azulejo.engine.cpu.vector.rows;
