/**
 * A training run on disk and the loop that fills it: run directories, checkpoints, metrics.
 * Nothing but (seed, step) decides what a step does, so a run that was stopped goes on with the same bits.
 * What is trained, and on what, is the business of whoever implements {@link dev.azulejo.nn.train.Trainer}.
 */
package dev.azulejo.nn.run;
