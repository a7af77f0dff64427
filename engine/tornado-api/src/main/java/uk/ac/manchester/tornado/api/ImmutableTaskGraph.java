package uk.ac.manchester.tornado.api;

/** A graph that a plan can hold. */
public class ImmutableTaskGraph {
    ImmutableTaskGraph() {}
}
