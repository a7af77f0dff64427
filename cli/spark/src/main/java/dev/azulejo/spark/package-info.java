/**
 * The command on Apache Spark: what the driver asks of the executors, and what these do. One task an executor trains, in
 * barrier mode, in a ring of their own. What is done in parts is in {@code dev.azulejo.spark.parts}; nothing of training itself is
 * here.
 */
package dev.azulejo.spark;
