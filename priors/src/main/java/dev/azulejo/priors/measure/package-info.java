/**
 * How good the new images of a run are: drawn, judged by the run's classifier, and compared with real ones.
 * The measures themselves are plain arithmetic in {@code dev.azulejo.vqvae2.measure}; how well a prior knows codes is in
 * {@code dev.azulejo.priors.train}.
 */
package dev.azulejo.priors.measure;
