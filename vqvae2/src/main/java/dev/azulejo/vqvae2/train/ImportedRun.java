package dev.azulejo.vqvae2.train;

import dev.azulejo.engine.Engine;
import dev.azulejo.engine.program.Scalars;
import dev.azulejo.nn.Parameters;
import dev.azulejo.nn.io.AtomicFiles;
import dev.azulejo.nn.optim.Adam;
import dev.azulejo.nn.run.RunDirectory;
import dev.azulejo.nn.run.RunInfo;
import dev.azulejo.nn.train.Checkpoints;
import dev.azulejo.nn.train.Trainer;
import dev.azulejo.vqvae2.VqVae2;
import java.nio.file.Path;
import java.util.Map;

/** A run that begins with the weights of a model that was trained elsewhere: they are its checkpoint of step 0. */
public final class ImportedRun {
    private ImportedRun() {}

    /**
     * Begins a run. Its folder is there whole, or not at all.
     *
     * @param folder of the run, not there yet or empty
     * @param engine where the model lives
     * @param model the model
     * @param training how it is to be trained on
     * @param origin where the images to train on come from, {@link ImageOrigin#NONE} if that is still open
     * @param fingerprint of those to learn from; empty if they are still open
     * @param seed of the order of images and all else that is drawn
     * @return the run
     * @throws dev.azulejo.nn.message.UserException if something is there already, or it cannot be written
     */
    public static ModelRun begin(
            Path folder,
            Engine engine,
            VqVae2 model,
            TrainingConfig training,
            ImageOrigin origin,
            String fingerprint,
            long seed) {
        RunDirectory.requireFresh(folder);
        Configuration configuration = new Configuration(model.config(), training);
        RunInfo info =
                RunInfo.of(ModelRun.KIND, origin.settings(Map.of(), configuration), seed, origin.data(), fingerprint);
        AtomicFiles.directory(
                folder,
                aside -> Checkpoints.of(RunDirectory.create(aside, info))
                        .save(0, new Untrained(engine, model, training), Map.of(), 1));
        return ModelRun.open(folder);
    }

    /** A model before its first step here, to be saved: its optimiser has seen nothing yet. */
    private record Untrained(Engine engine, VqVae2 model, TrainingConfig training) implements Trainer {
        @Override
        public Parameters parameters() {
            return model.parameters();
        }

        @Override
        public Parameters optimizer() {
            return new Adam(engine, model.parameters(), training.adam()).state();
        }

        @Override
        public int itemsPerStep() {
            return training.batch();
        }

        @Override
        public Scalars step(long step) {
            throw new UnsupportedOperationException("an imported model has nothing to learn from yet");
        }
    }
}
