/**
 * Decodes JPEG to the samples that are stored, and those to red, green and blue. What the rest of the house sees is
 * {@link dev.azulejo.nn.data.jpeg.Jpeg}; files, limits and orientation live in {@code dev.azulejo.nn.data.image}.
 */
package dev.azulejo.nn.data.jpeg;
