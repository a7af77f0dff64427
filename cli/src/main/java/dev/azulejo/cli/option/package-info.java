/**
 * Options that several commands share: of drawing, of settings, of training; and the presets in the help of those that take one.
 * An option class says what was given, and refuses what makes no sense.
 * Options of the images are in {@code data}, those of every command in {@code terminal}, words and numbers in {@code usage}.
 */
package dev.azulejo.cli.option;
