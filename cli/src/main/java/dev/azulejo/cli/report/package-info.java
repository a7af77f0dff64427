/**
 * The page of a run, {@code report.html}, which is written again while training goes on.
 * It shows what is in the folder of the run: figures, pictures, and curves as SVG.
 * Nothing here computes a figure.
 */
package dev.azulejo.cli.report;
