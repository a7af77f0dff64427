package dev.azulejo.spark.parts;

import dev.azulejo.engine.Engine;
import dev.azulejo.nn.io.Places;
import dev.azulejo.nn.run.RunDirectory;
import dev.azulejo.priors.CodePrior;
import dev.azulejo.priors.train.PriorEvaluation;
import dev.azulejo.priors.train.PriorRun;
import dev.azulejo.vqvae2.VqVae2;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.function.FlatMapFunction;

/**
 * Evaluates a prior on codes.
 *
 * @param trained the run
 * @param folder of the prior
 * @param step of its checkpoint
 * @param level the prior's level, 0 for the bottom
 */
public record PriorTask(TrainedJob trained, String folder, long step, int level)
        implements FlatMapFunction<Iterator<Codes>, Double> {
    @Override
    public Iterator<Double> call(Iterator<Codes> parts) {
        List<Double> all = new ArrayList<>();
        try (Engine engine = trained.engine()) {
            RunDirectory directory = RunDirectory.open(Places.of(folder));
            CodePrior prior = PriorRun.load(engine, directory, TrainedJob.checkpoint(directory, step));
            VqVae2 model = trained.model(engine);
            parts.forEachRemaining(codes -> PriorEvaluation.sums(prior, model, codes.store(model.config()), level)
                    .forEachOrdered(all::add));
        }
        return all.iterator();
    }
}
