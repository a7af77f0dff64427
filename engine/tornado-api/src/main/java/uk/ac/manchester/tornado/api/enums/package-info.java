/** See the module. */
package uk.ac.manchester.tornado.api.enums;
