/**
 * JMH benchmarks of the kernels, a class a family, on both CPU backends, at the sizes of the reference model and at odd ones.
 * What a user runs to learn how fast a machine is lives in the command {@code azulejo bench}. Nothing here is a test:
 * figures are read beside a peer's from the same machine and hour.
 */
package dev.azulejo.bench;
