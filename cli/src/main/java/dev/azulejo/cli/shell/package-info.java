/**
 * What the command says of itself to a shell and to {@code man}: completion of words, and the manual page.
 * All of it follows from the commands and their options. What is typed is read elsewhere.
 */
package dev.azulejo.cli.shell;
