/**
 * The stage of a run that trains priors: its configuration and presets, its trainer, its evaluation, its folder.
 * The codes come from the store that stage 1 left; the loop is that of every stage, in {@code dev.azulejo.nn}.
 */
package dev.azulejo.priors.train;
