/**
 * Training as TensorBoard shows it: its figures as they come, and pictures at every checkpoint. How an event file is written is
 * {@code dev.azulejo.nn.tensorboard}'s.
 */
package dev.azulejo.cli.tensorboard;
