/** Modules, optimisers, weights on disk and data sources, built on the engine. */
@SuppressWarnings("module") // The priors are compiled after it.
module dev.azulejo.nn {
    requires transitive dev.azulejo.engine;
    requires java.desktop;
    requires jdk.jfr;

    exports dev.azulejo.nn;
    exports dev.azulejo.nn.config;
    exports dev.azulejo.nn.data;
    exports dev.azulejo.nn.data.image to
            dev.azulejo.cli,
            dev.azulejo.priors;
    exports dev.azulejo.nn.data.source;
    exports dev.azulejo.nn.data.split;
    exports dev.azulejo.nn.io;
    exports dev.azulejo.nn.message;
    exports dev.azulejo.nn.onnx;
    exports dev.azulejo.nn.optim;
    exports dev.azulejo.nn.peer;
    exports dev.azulejo.nn.peer.ring;
    exports dev.azulejo.nn.run;
    exports dev.azulejo.nn.safetensors;
    exports dev.azulejo.nn.tensorboard;
    exports dev.azulejo.nn.train;

    uses dev.azulejo.nn.io.Places.Provider;
}
