/**
 * Kernels whose output element depends on the elements in the same place: functions, arithmetic, broadcasts, gates,
 * dropout, and the updates of the optimisers. Whatever sums over elements is in {@code rows}.
 */
package dev.azulejo.engine.cpu.vector.elementwise;
