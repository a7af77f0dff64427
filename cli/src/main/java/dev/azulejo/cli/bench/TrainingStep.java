package dev.azulejo.cli.bench;

import dev.azulejo.engine.Engine;
import dev.azulejo.engine.Scope;
import dev.azulejo.engine.Shape;
import dev.azulejo.engine.program.Program;
import dev.azulejo.engine.random.Philox;
import dev.azulejo.nn.Initializer;
import dev.azulejo.nn.optim.Adam;
import dev.azulejo.vqvae2.ModelConfig;
import dev.azulejo.vqvae2.VqVae2;
import dev.azulejo.vqvae2.train.ModelStep;

/** The trainer's step of a model with its first weights, on random images. */
public final class TrainingStep implements Runnable {
    private final Engine engine;
    private final VqVae2 model;
    private final ModelStep step;
    private long number;

    /** The first step of a model with its first weights, on random images. */
    public TrainingStep(Engine engine, ModelConfig config, int batch) {
        this.engine = engine;
        this.model = new VqVae2(config, new Initializer(engine, 0));
        Shape shape = Shape.of(batch, config.imageSize(), config.imageSize(), config.channels());
        this.step = new ModelStep(engine, model, Adam.Settings.adam(), shape, false);
        float[] pixels = new float[shape.size()];
        Philox.uniforms(0, 1, 0, 0, pixels, 0, pixels.length);
        step.setImages(pixels);
    }

    /** Number of its parameters. */
    public long parameters() {
        return model.parameters().count();
    }

    /** The step as a program. */
    public Program program() {
        return step.program();
    }

    @Override
    public void run() {
        try (Scope _ = engine.scope()) {
            // Waits for a backend that runs behind.
            step.run(0, ++number, 3e-4).read();
        }
    }
}
