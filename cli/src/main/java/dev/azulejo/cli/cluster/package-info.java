/**
 * Work on more than one machine, as commands ask for it: the options, what a cluster does for them, and how the command is
 * started where there is one. Nothing here knows how a cluster works; the module of Spark provides it as a service.
 */
package dev.azulejo.cli.cluster;
