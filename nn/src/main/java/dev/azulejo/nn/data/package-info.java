/**
 * Sources of images, from folders, IDX, CIFAR-10 binary and the embedded Fashion-MNIST, and the batches drawn from them.
 * The order of batches is a function of the seed and the step, never of history.
 * Nothing here downloads, and nothing here trains.
 */
package dev.azulejo.nn.data;
