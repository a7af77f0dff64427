/**
 * Where a command runs: the terminal, the options of every command, how it is told to stop, and progress as it is shown.
 * Every command is handed a {@link dev.azulejo.cli.terminal.Session}, which is all that it knows of the program around it.
 * Nothing here knows a model or a run.
 */
package dev.azulejo.cli.terminal;
