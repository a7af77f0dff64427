/** Tensors, autograd and the kernels that run them; depends on nothing but the JDK. */
@SuppressWarnings("module") // The benchmarks and the GPU's backend are compiled after the engine.
module dev.azulejo.engine {
    requires java.management;
    requires jdk.jfr;
    requires jdk.management;
    requires jdk.incubator.vector;

    uses dev.azulejo.engine.backend.BackendProvider;

    exports dev.azulejo.engine;
    exports dev.azulejo.engine.backend;
    exports dev.azulejo.engine.program;
    exports dev.azulejo.engine.random;
    exports dev.azulejo.engine.cpu to
            dev.azulejo.bench,
            dev.azulejo.engine.tornado;
    exports dev.azulejo.engine.cpu.scalar to
            dev.azulejo.bench;
    exports dev.azulejo.engine.cpu.vector to
            dev.azulejo.bench;
}
