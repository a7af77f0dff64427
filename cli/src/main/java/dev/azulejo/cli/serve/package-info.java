/**
 * The page of {@code azulejo serve}, and the same as a small JSON interface, by the JDK's own HTTP server.
 * It reads requests, gives them to the run's one engine in turn, and answers with pictures and codes; the page itself is in the
 * resources of this package.
 * Nothing here trains, and nothing outside the run is read.
 */
package dev.azulejo.cli.serve;
