/**
 * Several processes that train one model: what they add up, and a ring of connections that does it in a fixed order. Who
 * starts them, and how they learn of each other, is for others to say. What they train is not known here: a step hands over
 * arrays.
 */
package dev.azulejo.nn.peer;
