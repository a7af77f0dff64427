/**
 * How fast this machine is: a training step, a kernel, sampling; and what each takes of memory and time.
 * One class per benchmark, and what they share.
 * The benchmarks that developers of kernels run are in the module {@code bench}.
 */
package dev.azulejo.cli.bench;
