/**
 * Sets of images in files of fixed records: IDX, as MNIST and its descendants have it, and the binary version of CIFAR-10.
 * Which of them a path holds is decided in {@code source}.
 */
package dev.azulejo.nn.data.records;
