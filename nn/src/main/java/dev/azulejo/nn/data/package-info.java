/**
 * Images of one size, what is made of them as they are read, and the batches drawn from them: their order is a function of
 * the seed and the step, never of history. Where images come from lives in {@code source} and {@code records}, which of
 * them are held out in {@code split}. Nothing here trains.
 */
package dev.azulejo.nn.data;
