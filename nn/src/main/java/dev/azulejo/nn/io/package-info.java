/**
 * Files that a run leaves and reads again: safetensors, JSON, and writing that never leaves half a file under its final
 * name.
 *
 * <p>Everything read here is checked against what the file really holds before memory is taken for it, and a fault is
 * one {@link dev.azulejo.nn.message.UserException} that names the file. What the tensors mean (a model, an optimiser, codes)
 * and where pixels come from ({@code dev.azulejo.nn.data}) lives elsewhere.
 */
package dev.azulejo.nn.io;
