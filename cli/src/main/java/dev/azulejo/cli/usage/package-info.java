/**
 * What a user types, and is told where it cannot be done: numbers, names, habits from other programs, failures in a line.
 * It knows neither the terminal nor any image.
 * What one command alone asks for is in that command.
 */
package dev.azulejo.cli.usage;
