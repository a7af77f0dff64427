/**
 * The floor of the vector backend: the width of its registers, how loops are cut into tasks, sums of a task's chunk, scratch
 * memory, and rows sorted by their index. It knows no kernel.
 */
package dev.azulejo.engine.cpu.vector.base;
