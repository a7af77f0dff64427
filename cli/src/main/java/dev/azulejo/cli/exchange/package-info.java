/**
 * The commands that carry a model to other programs and back: {@code export} and {@code import}. They have options and words;
 * names, layouts and formats are the library's.
 */
package dev.azulejo.cli.exchange;
