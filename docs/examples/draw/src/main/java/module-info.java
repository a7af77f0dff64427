/** A program that draws images by a trained model. */
module example.draw {
    requires dev.azulejo.priors;
}
