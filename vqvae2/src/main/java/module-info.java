/** The model: vector quantizers, VQ-VAE, VQ-VAE-2, their trainer and evaluation. */
@SuppressWarnings("module") // The digit is part of the name of the model.
module dev.azulejo.vqvae2 {
    requires transitive dev.azulejo.nn;

    exports dev.azulejo.vqvae2;
    exports dev.azulejo.vqvae2.analysis;
    exports dev.azulejo.vqvae2.classify;
    exports dev.azulejo.vqvae2.exchange;
    exports dev.azulejo.vqvae2.measure;
    exports dev.azulejo.vqvae2.onnx;
    exports dev.azulejo.vqvae2.quantize;
    exports dev.azulejo.vqvae2.train;
}
