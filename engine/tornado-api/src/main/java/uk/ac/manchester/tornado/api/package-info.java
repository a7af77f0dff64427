/** Stand-in for the package of TornadoVM that holds the context of a work-item; nothing else of it is here. */
package uk.ac.manchester.tornado.api;
