/**
 * Measures of sets of images by their features: how far two sets are apart, how much of one lies in the other, and which image
 * of one is nearest. They are plain arithmetic in double precision, whatever the features are of.
 * Errors of single reconstructions are in {@link dev.azulejo.vqvae2.train.Evaluation}.
 */
package dev.azulejo.vqvae2.measure;
