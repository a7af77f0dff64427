/**
 * The stage of a run that trains a model: its configuration and presets, its trainer, its folder, the codes that it leaves
 * to the priors, and how good it is. The model lives in {@code dev.azulejo.vqvae2}, the loop in {@code dev.azulejo.nn.train}.
 */
package dev.azulejo.vqvae2.train;
