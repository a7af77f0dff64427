/**
 * A trained run in one file, to be deployed: what goes into it, how it is checked, and how it becomes a folder again.
 * Who opens one, and where it is unpacked, is above; what a run is, below.
 */
package dev.azulejo.priors.bundle;
