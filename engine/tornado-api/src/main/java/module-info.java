/**
 * Stand-ins for the few types of TornadoVM's public API that kernels name, written from its documentation, so that kernels
 * compile and run as plain Java where TornadoVM is not. The real module has the same name and takes its place.
 */
module tornado.api {
    exports uk.ac.manchester.tornado.api;
    exports uk.ac.manchester.tornado.api.math;
    exports uk.ac.manchester.tornado.api.types.arrays;
}
