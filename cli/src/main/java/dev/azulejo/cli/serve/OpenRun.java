package dev.azulejo.cli.serve;

import dev.azulejo.Pictures;
import dev.azulejo.engine.Engine;
import dev.azulejo.engine.IntTensor;
import dev.azulejo.nn.data.Batches;
import dev.azulejo.nn.data.ImageData;
import dev.azulejo.nn.train.Checkpoint;
import dev.azulejo.priors.CodePrior;
import dev.azulejo.priors.sampling.Generation;
import dev.azulejo.priors.sampling.KnownCodes;
import dev.azulejo.priors.sampling.SamplingOptions;
import dev.azulejo.priors.train.RunClasses;
import dev.azulejo.priors.train.RunPriors;
import dev.azulejo.vqvae2.VqVae2;
import dev.azulejo.vqvae2.train.ModelRun;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A run's model and priors as its newest checkpoints have them, used by one thread. */
final class OpenRun {
    /** How many images are computed at once: time is looked at between them. */
    private static final int AT_ONCE = 8;

    private final ModelRun run;
    private final String version;
    private final Engine engine;
    private final MissingPriors missingPriors;
    private final Checkpoint checkpoint;
    private final VqVae2 model;
    private final RunClasses classes;
    private List<CodePrior> priors;
    private Map<String, Object> tiles;
    private EngineThread.Deadline deadline;

    OpenRun(ModelRun run, String version, Engine engine, MissingPriors missingPriors) {
        String missing = RunState.modelMissing(run);
        if (missing != null) {
            throw new Refusal(Refusal.NOT_YET, missing);
        }
        this.run = run;
        this.version = version;
        this.engine = engine;
        this.missingPriors = missingPriors;
        this.checkpoint = run.checkpoints().require();
        this.model = run.load(engine, checkpoint);
        this.classes = RunClasses.of(run);
    }

    String version() {
        return version;
    }

    /** A request begins. */
    void begin(EngineThread.Deadline until) {
        deadline = until;
    }

    RunClasses classes() {
        return classes;
    }

    CodesJson codes() {
        return new CodesJson(run.model());
    }

    /** An image of any size, as the model takes it. */
    ImageData fitted(BufferedImage image) {
        return Pictures.data(List.of(image), run.model(), run.origin().resized());
    }

    /** The codes of each image. */
    List<Map<String, Object>> encode(List<ImageData> images) {
        List<Map<String, Object>> all = new ArrayList<>();
        for (ImageData image : images) {
            deadline.require();
            try (var _ = engine.scope()) {
                all.addAll(codes().write(model.encode(Batches.tensor(engine, image, 0, image.count()))));
            }
        }
        return all;
    }

    /** The picture of each image's codes. */
    List<String> decode(List<List<int[]>> images) {
        List<String> pictures = new ArrayList<>();
        for (int first = 0; first < images.size(); first += AT_ONCE) {
            deadline.require();
            try (var _ = engine.scope()) {
                List<IntTensor> some =
                        codes().tensors(engine, images.subList(first, Math.min(images.size(), first + AT_ONCE)));
                Pictures.of(model.decode(some)).forEach(made -> pictures.add(Png.text(made)));
            }
        }
        return pictures;
    }

    /** The codes of the upper part of an image; the others are open. */
    List<int[]> upperPart(ImageData image, double keep) {
        int rows = KnownCodes.rows(run.model(), keep);
        try (var _ = engine.scope()) {
            return KnownCodes.ofUpperPart(model, Batches.tensor(engine, image, 0, 1), rows)
                    .levels();
        }
    }

    /** New images, the first with this number: with the seed it decides all of the image. */
    Map<String, Object> sample(SamplingOptions options, long first, int[] drawn) {
        List<int[]> nothing = new ArrayList<>();
        for (int level = 0; level < run.model().levels(); level++) {
            int[] none = new int[run.model().grid(level) * codes().columns(level)];
            Arrays.fill(none, KnownCodes.DRAWN);
            nothing.add(none);
        }
        return draw(options, first, 1, drawn, nothing);
    }

    /** Images of which some codes are given, each drawn under a number of its own, as {@code azulejo complete} numbers them. */
    Map<String, Object> complete(SamplingOptions options, int[] drawn, List<int[]> given) {
        return draw(options, 0, 1L << 32, drawn, given);
    }

    private Map<String, Object> draw(SamplingOptions options, long first, long apart, int[] drawn, List<int[]> given) {
        Generation generation = generation(options);
        List<String> pictures = new ArrayList<>();
        List<Map<String, Object>> codes = new ArrayList<>();
        int atOnce = apart == 1 ? AT_ONCE : 1;
        for (int done = 0; done < drawn.length; done += atOnce) {
            deadline.require();
            int n = Math.min(atOnce, drawn.length - done);
            List<int[]> known = new ArrayList<>();
            for (int level = 0; level < given.size(); level++) {
                known.add(CodesJson.repeated(Collections.nCopies(n, given), level));
            }
            try (var _ = engine.scope()) {
                var made = generation.complete(
                        first + done * apart, Arrays.copyOfRange(drawn, done, done + n), new KnownCodes(known));
                Pictures.of(made.images()).forEach(image -> pictures.add(Png.text(image)));
                codes.addAll(codes().write(made.codes()));
            }
        }
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("images", pictures);
        json.put("codes", codes);
        if (generation.classes() > 0) {
            json.put(
                    "classes",
                    Arrays.stream(drawn).mapToObj(classes.names()::get).toList());
        }
        return json;
    }

    private Generation generation(SamplingOptions options) {
        String missing = missingPriors.why(run);
        if (missing != null) {
            throw new Refusal(Refusal.NOT_YET, missing);
        }
        if (priors == null) {
            priors = RunPriors.load(engine, run, run.checkpoints().still(checkpoint));
        }
        return new Generation(model, priors, options);
    }

    /** What each code draws, by the first of these images. */
    Map<String, Object> tiles(ImageData images) {
        if (tiles == null) {
            tiles = Tiles.of(engine, model, images);
        }
        return tiles;
    }
}
