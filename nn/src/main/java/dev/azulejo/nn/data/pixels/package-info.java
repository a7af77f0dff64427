/**
 * Bytes of many images: room for them, on the heap or in a scratch file, and resizing. What the images are, with names and
 * classes, is the business of {@code dev.azulejo.nn.data}.
 */
package dev.azulejo.nn.data.pixels;
