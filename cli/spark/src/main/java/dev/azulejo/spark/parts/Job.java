package dev.azulejo.spark.parts;

import dev.azulejo.cli.data.Source;
import dev.azulejo.nn.data.source.DataSource;
import dev.azulejo.nn.data.source.DecodedCache;
import dev.azulejo.nn.data.source.DifferentSizesException;
import dev.azulejo.nn.data.split.Split;
import dev.azulejo.nn.io.Json;
import dev.azulejo.nn.io.JsonObject;
import dev.azulejo.nn.io.Places;
import dev.azulejo.vqvae2.train.Configuration;
import dev.azulejo.vqvae2.train.ImageOrigin;
import dev.azulejo.vqvae2.train.ModelRun;
import java.io.Serializable;
import java.util.Map;
import java.util.OptionalInt;

/**
 * A run as the driver has it: its folder may still say other steps, which the first worker changes as it begins.
 *
 * @param folder that all reach
 * @param configuration as JSON
 * @param seed of the run
 * @param data where the images are; null for work without images
 * @param heldOut another source of images to judge by, or null
 * @param resized whether the images are resized
 * @param cached whether decoded images are kept
 * @param backend what computes
 */
public record Job(
        String folder,
        String configuration,
        long seed,
        String data,
        String heldOut,
        boolean resized,
        boolean cached,
        String backend)
        implements Serializable {
    /** Images of the last job of this JVM: its tasks share them. */
    private static Map.Entry<Job, Split> opened;

    public static Job of(ModelRun run, Source source, String backend) {
        return new Job(
                run.path().toAbsolutePath().toString(),
                Json.write(run.configuration().toJson()),
                run.directory().info().seed(),
                source.data(),
                source.heldOut(),
                run.origin().resized(),
                source.cached(),
                backend);
    }

    public static Job of(ModelRun run, String backend) {
        return of(run, new Source(run.origin().data(), run.origin().heldOut(), true), backend);
    }

    public ModelRun run() {
        Configuration now =
                Configuration.fromJson(JsonObject.of(Json.read(configuration, "configuration"), "configuration"));
        return ModelRun.open(Places.of(folder)).resumed(now, new ImageOrigin(data, heldOut, resized), seed);
    }

    /** The images, as the driver has them: by its rules, from the same sources. */
    public Split images() {
        synchronized (Job.class) {
            if (opened == null || !opened.getKey().equals(this)) {
                opened = Map.entry(this, open());
            }
            return opened.getValue();
        }
    }

    private Split open() {
        var model = ModelRun.open(Places.of(folder)).model();
        OptionalInt channels = OptionalInt.of(model.channels());
        var cache = cached ? DecodedCache.ofUser() : java.util.Optional.<DecodedCache>empty();
        var asTheyAre = new DataSource.Options(OptionalInt.empty(), channels, model.multiple(), cache);
        var made = new DataSource.Options(OptionalInt.of(model.imageSize()), channels, 1, cache);
        Split split = resized ? read(made) : null;
        try {
            split = split == null ? read(asTheyAre) : split;
        } catch (DifferentSizesException e) {
            split = read(made);
        }
        return split.images().height() == model.imageSize() ? split : read(made);
    }

    private Split read(DataSource.Options options) {
        Split split = DataSource.open(data, options);
        return heldOut == null
                ? split
                : split.judgedBy(DataSource.open(
                        heldOut, options.withChannels(split.images().channels())));
    }
}
