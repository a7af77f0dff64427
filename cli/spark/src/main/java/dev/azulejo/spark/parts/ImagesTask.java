package dev.azulejo.spark.parts;

import dev.azulejo.engine.Backends;
import dev.azulejo.engine.Engine;
import dev.azulejo.nn.io.Places;
import dev.azulejo.nn.run.RunDirectory;
import dev.azulejo.priors.CodePrior;
import dev.azulejo.priors.sampling.Generation;
import dev.azulejo.priors.sampling.SamplingOptions;
import dev.azulejo.priors.train.LevelRun;
import dev.azulejo.priors.train.PriorRun;
import dev.azulejo.vqvae2.train.ModelRun;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.FlatMapFunction;

/**
 * Draws ranges of new images, of classes in turn.
 *
 * @param step of the model's checkpoint that the driver chose
 * @param priorSteps the same of the prior of each level, the bottom first
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared.
public record ImagesTask(
        String folder,
        String backend,
        long step,
        long[] priorSteps,
        double temperature,
        int topK,
        double topP,
        long seed,
        int[] inTurn)
        implements FlatMapFunction<Iterator<Range>, ImagesTask.Images> {
    /** Pixels {@code [n,H,W,C]} of a range, and how many codes were drawn for it. */
    public record Images(Range range, float[] pixels, long codes) implements Serializable {}

    @Override
    public Iterator<Images> call(Iterator<Range> ranges) {
        List<Images> all = new ArrayList<>();
        try (Engine engine =
                new Engine(Backends.choose(backend, TaskContext.get().cpus()))) {
            Generation generation = generation(engine);
            ranges.forEachRemaining(range -> {
                int[] classes = IntStream.range(range.from(), range.to())
                        .map(i -> inTurn.length == 0 ? 0 : inTurn[i % inTurn.length])
                        .toArray();
                try (var _ = engine.scope()) {
                    var made = generation.sample(range.from(), classes);
                    long codes = made.codes().stream()
                            .mapToLong(level -> level.shape().size())
                            .sum();
                    all.add(new Images(range, made.images().toArray(), codes));
                }
            });
        }
        return all.iterator();
    }

    private Generation generation(Engine engine) {
        ModelRun run = ModelRun.open(Places.of(folder));
        List<CodePrior> priors = new ArrayList<>();
        for (int level = 0; level < priorSteps.length; level++) {
            RunDirectory prior = RunDirectory.open(
                    LevelRun.folder(run, run.model().levelNames().get(level)));
            priors.add(PriorRun.load(engine, prior, TrainedJob.checkpoint(prior, priorSteps[level])));
        }
        return new Generation(
                run.load(engine, TrainedJob.checkpoint(run.directory(), step)),
                priors,
                new SamplingOptions(temperature, topK, topP, seed));
    }
}
