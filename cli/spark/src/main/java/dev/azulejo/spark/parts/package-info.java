/**
 * Work that executors do in parts, each for itself: codes, figures and new images of ranges of numbers. A run, as the tasks of
 * all kinds find it, is here too; what trains together is in {@code dev.azulejo.spark}.
 */
package dev.azulejo.spark.parts;
