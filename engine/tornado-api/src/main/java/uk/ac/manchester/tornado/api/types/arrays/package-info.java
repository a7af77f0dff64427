/** Stand-in for TornadoVM's arrays that live outside the heap; these live on it. */
package uk.ac.manchester.tornado.api.types.arrays;
