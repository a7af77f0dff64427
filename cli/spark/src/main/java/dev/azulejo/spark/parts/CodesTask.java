package dev.azulejo.spark.parts;

import dev.azulejo.engine.Engine;
import dev.azulejo.nn.data.ImageData;
import dev.azulejo.vqvae2.VqVae2;
import dev.azulejo.vqvae2.train.CodeStore;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.function.FlatMapFunction;

/** Encodes ranges of images. */
public record CodesTask(TrainedJob trained) implements FlatMapFunction<Iterator<Range>, Codes> {
    @Override
    public Iterator<Codes> call(Iterator<Range> ranges) {
        List<Codes> all = new ArrayList<>();
        try (Engine engine = trained.engine()) {
            VqVae2 model = trained.model(engine);
            ImageData images = trained.images();
            ranges.forEachRemaining(range ->
                    all.add(Codes.of(CodeStore.encode(engine, model, images.subset(range.from(), range.to())), range)));
        }
        return all.iterator();
    }
}
