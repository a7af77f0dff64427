package dev.azulejo.spark;

import dev.azulejo.engine.Backends;
import dev.azulejo.engine.Engine;
import dev.azulejo.nn.data.ImageData;
import dev.azulejo.nn.train.Checkpoint;
import dev.azulejo.vqvae2.train.CodeStore;
import dev.azulejo.vqvae2.train.ModelRun;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.FlatMapFunction;

/** Encodes ranges of images. */
record CodesTask(Job job, long step) implements FlatMapFunction<Iterator<Range>, CodesTask.Codes> {
    /** The codes of a range, per level. */
    record Codes(Range range, ArrayList<int[]> levels) implements Serializable {}

    @Override
    public Iterator<Codes> call(Iterator<Range> ranges) {
        List<Codes> all = new ArrayList<>();
        try (Engine engine =
                new Engine(Backends.choose(job.backend(), TaskContext.get().cpus()))) {
            ModelRun run = job.run();
            Checkpoint checkpoint = run.checkpoints().complete().stream()
                    .filter(saved -> saved.step() == step)
                    .findFirst()
                    .orElseGet(() -> run.checkpoints().require());
            var model = run.load(engine, checkpoint);
            ImageData images = job.images().images();
            ranges.forEachRemaining(range -> {
                CodeStore store = CodeStore.encode(engine, model, images.subset(range.from(), range.to()));
                ArrayList<int[]> levels = new ArrayList<>();
                store.levels().forEach(level -> levels.add(level.values()));
                all.add(new Codes(range, levels));
            });
        }
        return all.iterator();
    }
}
