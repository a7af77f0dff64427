package dev.azulejo.cli.cluster;

import dev.azulejo.cli.data.Source;
import dev.azulejo.cli.data.Subset;
import dev.azulejo.cli.terminal.Session;
import dev.azulejo.nn.data.ImageData;
import dev.azulejo.nn.data.split.Split;
import dev.azulejo.nn.run.RunDirectory;
import dev.azulejo.nn.train.Checkpoint;
import dev.azulejo.nn.train.Progress;
import dev.azulejo.nn.train.TrainingLoop.Outcome;
import dev.azulejo.priors.sampling.SamplingOptions;
import dev.azulejo.priors.train.LevelRun;
import dev.azulejo.vqvae2.train.CodeStore;
import dev.azulejo.vqvae2.train.Evaluation;
import dev.azulejo.vqvae2.train.ModelRun;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;

/** Workers on other machines, which all reach the folder of the run and the images under the same names. */
public interface Cluster extends AutoCloseable {
    /** What opens clusters: a service, which is there where the command was started with one. */
    interface Provider {
        /** Connects to the one that a master names, or that the command was submitted to; some of its workers or all. */
        Cluster open(Session session, String master, OptionalInt workers);
    }

    /**
     * The work beside the steps.
     *
     * @param evaluateEvery steps between evaluations on held-out data; 0 for none
     * @param checkpointAfter time between checkpoints
     */
    record Intervals(int evaluateEvery, Duration checkpointAfter) {}

    /** What takes images that were drawn. */
    interface Taker {
        /** Takes some, from a number on; pixels are {@code [n,H,W,C]}. */
        void take(int first, int count, float[] pixels);
    }

    /** What judges a trained model and its priors: this machine or a cluster, by the same figures. */
    interface Judge {
        /** How well the model reconstructs images. */
        Evaluation model(ImageData images);

        /** The codes of images. */
        CodeStore encode(ImageData images);

        /**
         * How well a prior knows codes.
         *
         * @param directory of the prior
         * @param checkpoint one of its
         * @param codes of all levels
         * @param level the prior's level among them
         * @return nats per code
         */
        double natsPerCode(RunDirectory directory, Checkpoint checkpoint, CodeStore codes, int level);
    }

    /** Refuses a batch of which the workers cannot have equally many images each. */
    void requireDivides(int batch);

    /** Trains a model, each worker on its part of every batch. */
    Outcome train(ModelRun run, Source source, Intervals intervals, Progress progress);

    /** Trains a prior. */
    LevelRun.Result train(LevelRun run, Intervals intervals, Progress progress);

    /** Judges a run by a part of the images of a source, which are these. */
    Judge judge(ModelRun run, Checkpoint checkpoint, Source source, Subset subset, ImageData images);

    /** Makes the codes of images, in their order. */
    CodeStore encode(ModelRun run, Checkpoint checkpoint, Source source, Split split);

    /**
     * Draws images of classes in turn, which are those that one machine draws.
     *
     * @param priors a checkpoint per level, the bottom first
     * @return how many codes were drawn
     */
    long sample(
            ModelRun run,
            Checkpoint checkpoint,
            List<Checkpoint> priors,
            SamplingOptions options,
            int[] inTurn,
            int count,
            Taker taker);

    @Override
    void close();
}
