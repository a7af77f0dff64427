/**
 * Sampling: codes drawn from priors position by position, some of them given if wanted, and new images from the codes of all
 * levels. How the logits of a position come about is in {@code walk}; whole grids are the network's business, and what a
 * command does with pictures is not known here.
 */
package dev.azulejo.priors.sampling;
