/**
 * A step as a program: the calls that it makes, traced once, with the memory that they need planned from first use to last, and
 * replayed from then on. Knows backends and tensors, but no operation and no gradient: whatever computes through an engine can
 * be traced.
 */
package dev.azulejo.engine.program;
