/**
 * A small classifier of images, which a run keeps beside its model: its network, its training, its folder, and what it says
 * of images. New images are chosen by its probabilities, and measured in its features.
 * What is measured is in {@code dev.azulejo.vqvae2.measure}; nothing here knows codes.
 */
package dev.azulejo.vqvae2.classify;
