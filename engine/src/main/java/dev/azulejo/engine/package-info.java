/**
 * Tensors and their gradients: {@link dev.azulejo.engine.Engine} (where tensors live),
 * {@link dev.azulejo.engine.Tensor} (what can be computed), {@link dev.azulejo.engine.Tape} (what can be differentiated). Each operation is a record that one page evaluates and one page differentiates; both call the kernels
 * of a backend. Layers, parameters with names and optimisers are not here but in the module nn. It has more than fifteen
 * files, as tensors, operations and tapes are made of each other: no line drawn between them would be crossed one way only.
 */
package dev.azulejo.engine;
