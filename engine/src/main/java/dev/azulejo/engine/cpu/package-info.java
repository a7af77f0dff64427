/**
 * The CPU backends: {@code scalar}, plain loops that are the specification, and {@code vector}, the Vector API. Both keep
 * their buffers in Java arrays and split work over {@link dev.azulejo.engine.cpu.Workers}. Nothing here knows about
 * tensors or gradients, and nothing outside the engine may use it, benchmarks apart.
 */
package dev.azulejo.engine.cpu;
