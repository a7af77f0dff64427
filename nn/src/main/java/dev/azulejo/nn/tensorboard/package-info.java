/**
 * Event files, which TensorBoard draws: figures and pictures over the steps of a training. What is measured, and when, is told
 * by whoever trains; nothing here reads such files.
 */
package dev.azulejo.nn.tensorboard;
