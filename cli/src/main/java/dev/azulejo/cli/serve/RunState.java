package dev.azulejo.cli.serve;

import dev.azulejo.nn.io.FileErrors;
import dev.azulejo.nn.message.UserException;
import dev.azulejo.nn.run.Metrics;
import dev.azulejo.nn.run.RunDirectory;
import dev.azulejo.nn.train.Checkpoint;
import dev.azulejo.nn.train.Checkpoints;
import dev.azulejo.priors.train.LevelRun;
import dev.azulejo.priors.train.RunClasses;
import dev.azulejo.vqvae2.ModelConfig;
import dev.azulejo.vqvae2.train.ModelRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What is in the folder of a run right now, read without its engine.
 *
 * @param run its folder
 * @param images its held-out images
 * @param priors whether they are there
 */
record RunState(Path run, Images images, MissingPriors priors) {
    /** The most points of a curve: more than a screen shows. */
    private static final int POINTS = 400;

    /** Why the model cannot be used yet, or null. */
    static String modelMissing(ModelRun run) {
        return Checkpoints.of(run.directory()).complete().isEmpty()
                ? "there is no checkpoint yet: images can be explored from the first one on"
                : null;
    }

    /** Which checkpoints are the newest, in a word. */
    static String version(ModelRun run) {
        StringBuilder steps = new StringBuilder().append(step(run.directory()));
        for (RunDirectory prior : LevelRun.begun(run)) {
            steps.append('-').append(step(prior));
        }
        return steps.toString();
    }

    private static long step(RunDirectory directory) {
        List<Checkpoint> all = Checkpoints.of(directory).complete();
        return all.isEmpty() ? 0 : all.getLast().step();
    }

    /** All that the page needs to know of the run, but for its curves. */
    Map<String, Object> describe() {
        ModelRun now = ModelRun.open(run);
        ModelConfig model = now.model();
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("run", run.toAbsolutePath().normalize().getFileName().toString());
        json.put("version", version(now));
        json.put("step", step(now.directory()));
        json.put("image_size", model.imageSize());
        json.put("channels", model.channels());
        json.put("levels", levels(model));
        json.put("model_missing", modelMissing(now));
        json.put("priors_missing", priors.why(now));
        json.put("images", images.count());
        json.put("images_missing", images.missing());
        json.put("classes", RunClasses.of(now).names());
        json.put("pictures", pictures());
        return json;
    }

    private static List<Object> levels(ModelConfig model) {
        List<Object> levels = new ArrayList<>();
        for (int level = 0; level < model.levels(); level++) {
            Map<String, Object> json = new LinkedHashMap<>();
            json.put("name", model.levelNames().get(level));
            json.put("rows", model.grid(level));
            json.put("columns", new CodesJson(model).columns(level));
            json.put("codes", model.quantizer().codes(level));
            levels.add(json);
        }
        return levels;
    }

    /** The figures of the model's training and of each prior's, thinned. */
    Map<String, Object> curves() {
        ModelRun now = ModelRun.open(run);
        List<Object> curves = new ArrayList<>();
        curves.add(curve("model", now.directory()));
        for (RunDirectory prior : LevelRun.begun(now)) {
            curves.add(curve(prior.path().getFileName() + " prior", prior));
        }
        return Map.of("curves", curves);
    }

    private static Map<String, Object> curve(String name, RunDirectory directory) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("name", name);
        json.put("steps", directory.info().configuration().get("steps"));
        json.put("step", step(directory)); // A bundle has no figures, but a step.
        try {
            List<Metrics.Line> lines = directory.metrics().read();
            List<List<Number>> points = new ArrayList<>();
            int every = Math.ceilDiv(Math.max(1, lines.size()), POINTS);
            for (int i = 0; i < lines.size(); i++) {
                Double loss = lines.get(i).values().get("loss");
                if (loss != null && (i % every == 0 || i == lines.size() - 1)) {
                    points.add(List.of(lines.get(i).step(), loss));
                }
            }
            json.put("latest", lines.isEmpty() ? Map.of() : lines.getLast().values());
            json.put("points", points);
        } catch (UserException e) {
            json.put("error", e.getMessage());
            json.put("points", List.of());
        }
        return json;
    }

    /** The pictures in the run's own folder, each with a word for its state. */
    private Map<String, Object> pictures() {
        Map<String, Object> json = new LinkedHashMap<>();
        try (Stream<Path> files = Files.list(run)) {
            for (Path file : files.filter(RunState::isPicture).sorted().toList()) {
                json.put(
                        file.getFileName().toString(),
                        Files.getLastModifiedTime(file).toMillis());
            }
        } catch (IOException e) {
            throw FileErrors.cannotRead(run, e);
        }
        return json;
    }

    private static boolean isPicture(Path file) {
        return file.getFileName().toString().endsWith(".png") && Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS);
    }

    /** One of these pictures: a name that is not among them is not looked for. */
    byte[] picture(String name) {
        if (!pictures().containsKey(name)) {
            throw new Refusal(Refusal.NOT_FOUND, "no such picture in the run");
        }
        Path file = run.resolve(name);
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw FileErrors.cannotRead(file, e);
        }
    }
}
