/**
 * Sampling: codes drawn from priors position by position, each layer's past kept in caches, and new images from the codes of
 * all levels. Whole grids are the network's business, and what a command does with pictures is not known here.
 */
package dev.azulejo.priors.sampling;
