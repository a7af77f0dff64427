/**
 * The {@code vector} backend: the kernels of the scalar one on the Vector API, split over a crew of threads by shape. Here
 * is the door, and whether it opens on this JVM; the kernels lie in the rooms, each a static method over arrays and offsets
 * that reads as one loop: whole registers, then a masked rest. All but {@code VectorProvider} links only where the module
 * {@code jdk.incubator.vector} is present.
 */
package dev.azulejo.engine.cpu.vector;
