/**
 * How time and memory are measured: repetitions of a run, the times of a step's kernels, the peak of memory.
 * The benchmarks and the comparisons both stand on it.
 * What is measured, and what is said about it, is not known here.
 */
package dev.azulejo.cli.bench.measure;
