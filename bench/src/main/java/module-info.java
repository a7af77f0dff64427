/** Benchmarks; the one module that may look inside the others. */
@SuppressWarnings("requires-automatic") // JMH has no module descriptor.
module dev.azulejo.bench {
    requires dev.azulejo.cli;
    requires jmh.core;
}
