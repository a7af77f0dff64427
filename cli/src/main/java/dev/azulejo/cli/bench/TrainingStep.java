package dev.azulejo.cli.bench;

import dev.azulejo.engine.Engine;
import dev.azulejo.engine.Scope;
import dev.azulejo.engine.Shape;
import dev.azulejo.engine.Tape;
import dev.azulejo.engine.Tensor;
import dev.azulejo.engine.random.Philox;
import dev.azulejo.nn.Initializer;
import dev.azulejo.nn.optim.Adam;
import dev.azulejo.vqvae2.ModelConfig;
import dev.azulejo.vqvae2.Pass;
import dev.azulejo.vqvae2.VqVae2;

/** A training step of a model (forward, backward, Adam), with the state that it changes. */
public final class TrainingStep implements Runnable {
    private final Engine engine;
    private final VqVae2 model;
    private final Adam adam;
    private final Tensor images;
    private long number;

    /** The first step of a model with its first weights, on random images. */
    public TrainingStep(Engine engine, ModelConfig config, int batch) {
        this.engine = engine;
        this.model = new VqVae2(config, new Initializer(engine, 0));
        this.adam = new Adam(engine, model.parameters(), Adam.Settings.adam());
        Shape shape = Shape.of(batch, config.imageSize(), config.imageSize(), config.channels());
        float[] pixels = new float[shape.size()];
        Philox.uniforms(0, 1, 0, 0, pixels, 0, pixels.length);
        this.images = engine.tensor(shape, pixels);
    }

    /** Number of its parameters. */
    public long parameters() {
        return model.parameters().count();
    }

    @Override
    public void run() {
        try (Scope _ = engine.scope();
                Tape tape = engine.tape()) {
            Pass pass = model.forward(images);
            Tensor loss = pass.loss();
            tape.backward(loss);
            adam.step(tape, ++number, 3e-4);
            // Waits for a backend that runs behind.
            loss.item();
        }
    }
}
