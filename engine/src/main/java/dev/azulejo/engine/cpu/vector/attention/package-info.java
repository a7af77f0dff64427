/**
 * Causal attention a block of queries at a time: its register tiles, its dropout of weights, and its gradients. Attention of
 * other kinds is composed of products and a softmax.
 */
package dev.azulejo.engine.cpu.vector.attention;
