/**
 * Vector quantizers: how an encoder's vectors become codes, one class a kind with its settings beside it, and how codes
 * learn by themselves. A quantizer is values, indices and a loss, and a look-up; it knows neither levels nor images.
 * It has more than fifteen files because a kind of quantizer is one, and kinds are many.
 * The model that holds one per level, its training and its evaluation live in {@code dev.azulejo.vqvae2}.
 */
package dev.azulejo.vqvae2.quantize;
