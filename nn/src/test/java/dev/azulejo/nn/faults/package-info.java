/** Disks that fail, processes that die, files that change: what is saved is whole, and what is not is said. */
package dev.azulejo.nn.faults;
