/**
 * Turns calls of the engine into launches on a device of TornadoVM: one or a few launches of kernels over arrays, each
 * a value that says what runs, in how many work-groups, on what. Whoever takes the launches runs them: an emulator in
 * the tests, a plan of TornadoVM on a device. Nothing here runs a kernel or knows a device. It has more than fifteen files, as
 * each family of kernels is one.
 */
package dev.azulejo.engine.tornado;
