package dev.azulejo.spark.parts;

import dev.azulejo.cli.data.Subset;
import dev.azulejo.engine.Backends;
import dev.azulejo.engine.Engine;
import dev.azulejo.nn.data.ImageData;
import dev.azulejo.nn.io.Places;
import dev.azulejo.nn.message.UserException;
import dev.azulejo.nn.run.RunDirectory;
import dev.azulejo.nn.train.Checkpoint;
import dev.azulejo.nn.train.Checkpoints;
import dev.azulejo.vqvae2.VqVae2;
import dev.azulejo.vqvae2.train.ModelRun;
import java.io.Serializable;
import org.apache.spark.TaskContext;

/**
 * A run with a model that tasks use, and images for it.
 *
 * @param job the run
 * @param step of the checkpoint that the driver chose
 * @param subset which of the images
 * @param fingerprint of these images as the driver has them
 */
public record TrainedJob(Job job, long step, Subset subset, String fingerprint) implements Serializable {
    /** An engine of as many threads as the task has. */
    public Engine engine() {
        return new Engine(Backends.choose(job.backend(), TaskContext.get().cpus()));
    }

    public VqVae2 model(Engine engine) {
        ModelRun run = ModelRun.open(Places.of(job.folder()));
        return run.load(engine, checkpoint(run.directory(), step));
    }

    /** The images, which must be those of the driver. */
    public ImageData images() {
        ImageData images = subset.of(job.images());
        if (!images.fingerprint().equals(fingerprint)) {
            throw new UserException(
                    job.data() + ": other images are there than the driver found; give all machines the same ones");
        }
        return images;
    }

    /** The one of that step; the newest if it was replaced meanwhile. */
    public static Checkpoint checkpoint(RunDirectory run, long step) {
        Checkpoints checkpoints = Checkpoints.of(run);
        return checkpoints.complete().stream()
                .filter(saved -> saved.step() == step)
                .findFirst()
                .orElseGet(checkpoints::require);
    }
}
