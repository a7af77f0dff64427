/**
 * Weights and arrays on disk: the safetensors format, and directories that appear whole or not at all.
 * Layouts on disk are PyTorch's; the conversion happens here.
 * No image formats and no data sets.
 */
package dev.azulejo.nn.io;
