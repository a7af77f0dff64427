/**
 * The {@code azulejo} command: arguments, progress, pictures and reports.
 * Results go to stdout, all else to stderr; an error is one line.
 * Whatever another program could want lives in the library modules instead.
 */
package dev.azulejo.cli;
