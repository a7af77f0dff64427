/**
 * Several processes that train one model, and what they add up. What they do it by is in {@code dev.azulejo.nn.peer.ring}; who
 * starts them, and how they learn of each other, is for others to say. What they train is not known here: a step hands over
 * arrays.
 */
package dev.azulejo.nn.peer;
