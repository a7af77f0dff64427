/**
 * The {@code azulejo} command: the list of its commands, in rooms of their own, and what is common to a start of any.
 * Results go to stdout, all else to stderr; an error is one line. Rooms depend on each other one way:
 * {@code usage <- terminal <- data, picture <- run <- report <- command}, with {@code bench} beside.
 * Whatever another program could want lives in the library modules instead.
 */
package dev.azulejo.cli;
