/**
 * The engine's kernels for TornadoVM. TornadoVM itself is needed only where they run: with {@code requires} the JVM would
 * not start without it.
 */
module dev.azulejo.engine.tornado {
    requires transitive dev.azulejo.engine;
    requires static transitive tornado.api;

    exports dev.azulejo.engine.tornado;
    exports dev.azulejo.engine.tornado.kernels;
}
