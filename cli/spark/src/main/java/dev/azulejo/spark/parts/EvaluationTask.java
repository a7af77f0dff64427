package dev.azulejo.spark.parts;

import dev.azulejo.engine.Engine;
import dev.azulejo.nn.data.ImageData;
import dev.azulejo.vqvae2.Inference;
import dev.azulejo.vqvae2.VqVae2;
import dev.azulejo.vqvae2.train.Evaluation;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.function.FlatMapFunction;

/** Evaluates the model on ranges of images, each a batch. */
public record EvaluationTask(TrainedJob trained) implements FlatMapFunction<Iterator<Range>, EvaluationTask.Found> {
    /** What was found, as it travels. */
    @SuppressWarnings("ArrayRecordComponent") // Never compared.
    public record Found(ArrayList<int[]> codes, double[] squares, double[] similarities) implements Serializable {
        static Found of(Evaluation.Batch batch) {
            return new Found(new ArrayList<>(batch.codes()), batch.squares(), batch.similarities());
        }

        public Evaluation.Batch batch() {
            return new Evaluation.Batch(codes, squares, similarities);
        }
    }

    @Override
    public Iterator<Found> call(Iterator<Range> ranges) {
        List<Found> all = new ArrayList<>();
        try (Engine engine = trained.engine()) {
            VqVae2 model = trained.model(engine);
            Inference inference = new Inference(engine, model);
            ImageData images = trained.images();
            ranges.forEachRemaining(range -> Evaluation.Batch.forEach(
                    inference, model, images.subset(range.from(), range.to()), batch -> all.add(Found.of(batch))));
        }
        return all.iterator();
    }
}
