/**
 * The format in which weights, codes and the state of optimisers lie on the disk: reading, writing, and its checksum.
 * Everything read is checked against what the file really holds before memory is taken for it. What the tensors mean lives
 * elsewhere.
 */
package dev.azulejo.nn.safetensors;
