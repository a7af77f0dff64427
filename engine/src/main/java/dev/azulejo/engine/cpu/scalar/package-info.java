/**
 * The {@code scalar} backend: plain loops on one thread, the specification that every other backend is tested against.
 * Sums are carried in double precision, so that its results are the reference. Nothing here is tuned, and nothing here
 * uses the Vector API, so it runs on any JDK and with any flags.
 */
package dev.azulejo.engine.cpu.scalar;
