/**
 * The loop of both stages: steps, checkpoints, a way back in after a stop, and training that has blown up. What is trained is
 * a {@link dev.azulejo.nn.train.Trainer}; the folder that it is trained in lives in {@code dev.azulejo.nn.run}.
 * Nothing here knows a model.
 */
package dev.azulejo.nn.train;
