/**
 * The single-level VQ-VAE and the hierarchical VQ-VAE-2, with their trainer and evaluation.
 * The model reads like the paper (Razavi et al. 2019, arXiv 1906.00446).
 * Quantizers live in {@code quantize}, kernels in the engine, layers in nn, and priors over the codes in priors.
 */
package dev.azulejo.vqvae2;
