/** Benchmarks; the one module that may look inside the others. */
@SuppressWarnings("requires-automatic") // JMH has no module descriptor.
module dev.azulejo.bench {
    requires dev.azulejo.cli;
    requires dev.azulejo.engine;
    requires dev.azulejo.priors;
    requires jmh.core;
}
