/**
 * The commands, one class each: its options, what it does in a few lines, and its result.
 * A command knows no other, and nothing of the program around it but its session.
 * What two commands share is in {@code run}, {@code data} or {@code picture}.
 */
package dev.azulejo.cli.command;
