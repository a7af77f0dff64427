/**
 * Programs over TornadoVM's graphs and plans, its devices, and the provider that offers them as a backend. Only here are types
 * of TornadoVM used that run anything; where it is not installed no class of this room but the provider is loaded.
 */
package dev.azulejo.engine.tornado.vm;
