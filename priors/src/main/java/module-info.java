/** Autoregressive priors over the codes of a trained model, and sampling from them. */
module dev.azulejo.priors {
    requires transitive dev.azulejo.vqvae2;
    requires transitive java.desktop; // BufferedImage

    exports dev.azulejo;
    exports dev.azulejo.priors;
    exports dev.azulejo.priors.bundle;
    exports dev.azulejo.priors.measure;
    exports dev.azulejo.priors.sampling;
    exports dev.azulejo.priors.train;
}
