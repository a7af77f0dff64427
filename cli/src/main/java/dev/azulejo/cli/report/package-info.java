/**
 * The page of a run, {@code report.html}, which is written again while training goes on.
 * It shows what is in the folder of the run.
 * Nothing here computes a figure.
 */
package dev.azulejo.cli.report;
