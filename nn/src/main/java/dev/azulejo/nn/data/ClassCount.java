package dev.azulejo.nn.data;

/**
 * How many images a class has.
 *
 * @param name of the class
 * @param train images to learn from
 * @param heldOut images to judge by
 */
public record ClassCount(String name, int train, int heldOut) {}
