/**
 * The backend that runs steps on a GPU through TornadoVM, and the engine's kernels for it. TornadoVM itself is needed only
 * where they run: with {@code requires} the JVM would not start without it.
 */
module dev.azulejo.engine.tornado {
    requires transitive dev.azulejo.engine;
    requires static transitive tornado.api;

    exports dev.azulejo.engine.tornado;
    exports dev.azulejo.engine.tornado.kernels;

    provides dev.azulejo.engine.backend.BackendProvider with
            dev.azulejo.engine.tornado.vm.TornadoProvider;
}
