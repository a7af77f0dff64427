/**
 * What is said to people: failures that they can mend, numbers with their nouns, names made fit for a line, and the name that
 * somebody meant. Every floor above speaks with it. It knows nothing of what it is said about.
 */
package dev.azulejo.nn.message;
