/**
 * A trained model as ONNX graphs: encode, decode and reconstruct, in NCHW, of weights under the reference's names. Every
 * quantizer has its operators here. How a graph becomes a file is {@code dev.azulejo.nn.onnx}'s.
 */
package dev.azulejo.vqvae2.onnx;
