/**
 * Decodes a file of one image to its pixels: which format it is, how large, which way up, and what must not be tried; and
 * writes one, as PNG.
 * Many files, their order and their sizes live in {@code dev.azulejo.nn.data}; how JPEG is decoded, in its own package.
 */
package dev.azulejo.nn.data.image;
