/**
 * Pictures that a person looks at: grids of images with labels, curves, and the files they are written to.
 * They are painted from numbers alone.
 * What to show is for others to say.
 */
package dev.azulejo.cli.picture;
