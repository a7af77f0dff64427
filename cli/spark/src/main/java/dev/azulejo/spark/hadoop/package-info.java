/**
 * Hadoop's file systems as paths of the JDK's: whatever reads and writes files by {@link java.nio.file.Files} does so there. Only what
 * the command needs is here: whole files, folders and renames, no locks and no links.
 */
package dev.azulejo.spark.hadoop;
