/**
 * Optimisers, learning-rate schedules, gradient clipping and Polyak averaging.
 * Their state is named as the parameters are, so that it can be saved beside them.
 * No training loop lives here.
 */
package dev.azulejo.nn.optim;
