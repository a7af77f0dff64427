/**
 * What the levels of a trained model hold: what each draws, which codes it uses, and paths between the codes of two images.
 * All of it is computed from codes, by the model as it is.
 * Nothing here trains, and figures of a whole model are in {@link dev.azulejo.vqvae2.train.Evaluation}.
 */
package dev.azulejo.vqvae2.analysis;
