/**
 * Randomness that is a function of a seed, a stream and a step, and never of what was drawn before. Kernels and programs draw
 * from the same generator; who draws what is for them to say.
 */
package dev.azulejo.engine.random;
