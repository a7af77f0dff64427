/**
 * Graphs in the format of ONNX, written without a library: values, the operators that make them, and the file. It knows no
 * model and runs nothing; which operators a model is made of is said where the model lives.
 */
package dev.azulejo.nn.onnx;
