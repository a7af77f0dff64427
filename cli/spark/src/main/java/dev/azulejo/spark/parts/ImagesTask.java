package dev.azulejo.spark.parts;

import dev.azulejo.cli.run.Sampling;
import dev.azulejo.engine.Backends;
import dev.azulejo.engine.Engine;
import dev.azulejo.nn.io.Places;
import dev.azulejo.priors.sampling.Generation;
import dev.azulejo.priors.sampling.SamplingOptions;
import dev.azulejo.vqvae2.train.ModelRun;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.FlatMapFunction;

/** Draws ranges of new images, of classes in turn. */
@SuppressWarnings("ArrayRecordComponent") // Never compared.
public record ImagesTask(
        String folder, String backend, double temperature, int topK, double topP, long seed, int[] inTurn)
        implements FlatMapFunction<Iterator<Range>, ImagesTask.Images> {
    /** Pixels {@code [n,H,W,C]} of a range, and how many codes were drawn for it. */
    public record Images(Range range, float[] pixels, long codes) implements Serializable {}

    @Override
    public Iterator<Images> call(Iterator<Range> ranges) {
        List<Images> all = new ArrayList<>();
        try (Engine engine =
                new Engine(Backends.choose(backend, TaskContext.get().cpus()))) {
            Generation generation = Sampling.generation(
                    engine, ModelRun.open(Places.of(folder)), new SamplingOptions(temperature, topK, topP, seed));
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
}
