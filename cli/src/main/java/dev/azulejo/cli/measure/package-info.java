/**
 * The classifier of a run as the commands train and use it, and what is measured by it, with progress and words.
 * The classifier and the measures themselves are the library's.
 */
package dev.azulejo.cli.measure;
