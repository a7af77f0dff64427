/**
 * Codebooks: the search for the nearest code in register tiles, counts, moving averages and restarts.
 */
package dev.azulejo.engine.cpu.vector.codes;
