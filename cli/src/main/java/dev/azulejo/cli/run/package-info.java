/**
 * Runs as the commands work with them: what is opened, trained, judged and drawn, with progress and words.
 * Whatever another program could want of a run is in the library.
 * Options are for the commands to read.
 */
package dev.azulejo.cli.run;
