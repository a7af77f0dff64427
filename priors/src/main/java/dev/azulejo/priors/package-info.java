/**
 * The network: an autoregressive prior over the codes of one level, in the PixelSNAIL family, conditioned on the decoded
 * levels above. How it is trained and sampled lives in rooms of their own, {@code train} and {@code sampling}.
 * Nothing here knows of pixels: pictures come from the decoder in vqvae2.
 */
package dev.azulejo.priors;
