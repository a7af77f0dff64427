/**
 * What runs where: calls of a step become a program on a device, all others run on the processor's cores, and each buffer
 * knows where its newest content lies. A program is laid out here as parts that fit into TornadoVM's graphs. Nothing here
 * touches TornadoVM but its arrays; what does is a {@code Ring}, so that tests put an emulator in its place.
 */
package dev.azulejo.engine.tornado.plan;
