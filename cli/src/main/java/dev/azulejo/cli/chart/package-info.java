/**
 * Figures as pictures: values over others, drawn as SVG without a script.
 * What is drawn, and the page around it, is said by the reports and the benchmarks.
 */
package dev.azulejo.cli.chart;
