/** Stand-in for TornadoVM's package of mathematics; only what kernels call is here. */
package uk.ac.manchester.tornado.api.math;
