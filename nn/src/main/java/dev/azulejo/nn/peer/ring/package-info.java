/**
 * A ring of workers, each connected to the next: over TCP, or by a shorter way on one machine. How it forms, how the workers make sure
 * of each other, and what they say. What they sum, and when, is not known here.
 */
package dev.azulejo.nn.peer.ring;
