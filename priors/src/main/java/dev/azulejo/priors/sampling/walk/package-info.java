/**
 * Walks over the positions of a grid of codes: the logits of one position after another, either by the whole network each
 * time or with each layer's past kept in caches. Both give the same figures; the plain one is what the other is tested by.
 * What is drawn from the logits is not known here.
 */
package dev.azulejo.priors.sampling.walk;
