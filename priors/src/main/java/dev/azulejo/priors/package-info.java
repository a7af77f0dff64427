/**
 * Autoregressive priors over the codes, top and bottom, in the PixelSNAIL family, with their trainer and sampler.
 * The bottom prior is conditioned on the decoded top codes.
 * Nothing here knows of pixels: pictures come from the decoder in vqvae2.
 */
package dev.azulejo.priors;
