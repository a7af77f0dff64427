/**
 * The images of a source as they were understood: which are held out, which were left out and why, how many of each class.
 * How they are found and read lives in {@code source} and {@code records}, which make splits.
 */
package dev.azulejo.nn.data.split;
