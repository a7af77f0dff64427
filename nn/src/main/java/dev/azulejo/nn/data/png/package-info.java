/**
 * Decodes PNG to red, green and blue. What the rest of the house sees is {@link dev.azulejo.nn.data.png.Png}; files, limits and
 * what is done with the pixels live in {@code dev.azulejo.nn.data.image}.
 */
package dev.azulejo.nn.data.png;
