/**
 * Stand-ins for the few types of TornadoVM's public API that are named here, written from its documentation, so that all
 * compiles where TornadoVM is not, and kernels run as plain Java. Graphs and plans run nothing. The real module has the same name and takes its place.
 */
module tornado.api {
    exports uk.ac.manchester.tornado.api;
    exports uk.ac.manchester.tornado.api.common;
    exports uk.ac.manchester.tornado.api.enums;
    exports uk.ac.manchester.tornado.api.exceptions;
    exports uk.ac.manchester.tornado.api.math;
    exports uk.ac.manchester.tornado.api.types.arrays;
}
