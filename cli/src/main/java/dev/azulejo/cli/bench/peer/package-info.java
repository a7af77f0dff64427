/**
 * Comparisons with a peer, and with itself in fresh processes: children, their figures, and ratios of pairs of runs.
 * The peer's scripts lie beside, among the resources.
 * What is measured is said by the benchmarks.
 */
package dev.azulejo.cli.bench.peer;
