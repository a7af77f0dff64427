/**
 * Tensors and their gradients: {@link dev.azulejo.engine.Engine} (where tensors live),
 * {@link dev.azulejo.engine.Tensor}, {@link dev.azulejo.engine.Products} and {@link dev.azulejo.engine.Functions} (what can
 * be computed), {@link dev.azulejo.engine.Tape} (what can be differentiated). Each operation is a record that one page evaluates and one page differentiates; both call the kernels
 * of a backend. Layers, parameters with names and optimisers are not here but in the module nn.
 */
package dev.azulejo.engine;
