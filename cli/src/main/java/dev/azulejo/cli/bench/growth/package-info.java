/**
 * How cost grows with one size at a time: the sizes that are tried, what they took, and the plots of it.
 * Every figure is a run of another benchmark, in a process of its own.
 */
package dev.azulejo.cli.bench.growth;
