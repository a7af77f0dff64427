/**
 * The code that the overview of the javadoc shows, a class per subject, and one test that runs all of it. What lies between
 * {@code @start} and {@code @end} is shown ({@code docs/api/overview.html}); it is written for a reader who has seen nothing else.
 */
package dev.azulejo.task;
