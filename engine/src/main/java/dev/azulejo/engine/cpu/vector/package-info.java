/**
 * The {@code vector} backend: the kernels of the scalar one on the Vector API, split over a crew of threads by shape. Each
 * kernel is a static method over arrays and offsets that reads as one loop: whole registers, then a masked rest. The
 * classes here link only where the module {@code jdk.incubator.vector} is present, {@code VectorProvider} excepted.
 */
package dev.azulejo.engine.cpu.vector;
