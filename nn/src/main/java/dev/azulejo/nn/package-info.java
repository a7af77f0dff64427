/**
 * Modules with named parameters, their initialisers, and the composition of layers.
 * Names and initial distributions are PyTorch's, so weights and learning curves compare.
 * No file formats, data or optimisers here, and no model. It has more than fifteen files, as every layer is one, and who looks
 * for a layer looks here.
 */
package dev.azulejo.nn;
