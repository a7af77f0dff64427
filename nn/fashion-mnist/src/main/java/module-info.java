/**
 * The embedded images, 10,000 of Fashion-MNIST, and no code: {@code DataSource.open("fashion-mnist", ...)} finds them where this
 * is on the class path, or required by a module.
 */
module dev.azulejo.fashionmnist {}
