/**
 * The model: VQ-VAE and VQ-VAE-2 of any number of levels, {@link dev.azulejo.vqvae2.VqVae2}, and its sizes.
 * Quantizers live in {@code quantize}; configuration files, training and what a run leaves, in {@code train}.
 * Layers are {@code dev.azulejo.nn}'s, and priors over the codes live above.
 */
package dev.azulejo.vqvae2;
