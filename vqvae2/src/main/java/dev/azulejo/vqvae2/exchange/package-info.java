/**
 * A trained model among other programs: weights under the names of other implementations, both ways, and the layout of a model
 * hub. Sizes are read off the tensors where no settings come with them. The formats themselves are
 * {@code dev.azulejo.nn}'s, and how a run is begun with weights is that of {@code dev.azulejo.vqvae2.train}.
 */
package dev.azulejo.vqvae2.exchange;
