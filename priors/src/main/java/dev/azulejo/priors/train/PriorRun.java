package dev.azulejo.priors.train;

import dev.azulejo.engine.Engine;
import dev.azulejo.nn.Initializer;
import dev.azulejo.nn.data.split.ClassCount;
import dev.azulejo.nn.io.JsonObject;
import dev.azulejo.nn.message.UserException;
import dev.azulejo.nn.run.ModelStamp;
import dev.azulejo.nn.run.RunDirectory;
import dev.azulejo.nn.run.RunInfo;
import dev.azulejo.nn.train.Checkpoint;
import dev.azulejo.nn.train.Checkpoints;
import dev.azulejo.priors.CodeGrid;
import dev.azulejo.priors.CodePrior;
import dev.azulejo.vqvae2.ModelConfig;
import dev.azulejo.vqvae2.train.CodeStore;
import dev.azulejo.vqvae2.train.CodeStore.LevelCodes;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The definition of a prior's run, as it is kept in {@code RUN/priors/LEVEL/run.json}.
 *
 * @param level name of the level
 * @param grid the codes that it models
 * @param configuration the network and its training
 * @param classes the classes of the codes, in the order of their numbers, with how many images each had; empty if the prior
 *     is not conditioned on classes, or was started by 0.1, which did not keep them
 */
public record PriorRun(String level, CodeGrid grid, PriorConfiguration configuration, List<ClassCount> classes) {
    /** The kind of such a run. */
    public static final String KIND = "prior";

    /** The key in the configuration for the state of the model whose codes are learned. */
    public static final String MODEL = "model";

    private static final String CLASS_NAMES = "class_names";
    private static final String CLASS_IMAGES = "class_images";

    /**
     * Copies the list.
     *
     * @param level name of the level
     * @param grid the codes that it models
     * @param configuration the network and its training
     * @param classes the classes of the codes
     */
    public PriorRun {
        classes = List.copyOf(classes);
    }

    /**
     * A run of a prior whose classes, if it knows any, have no names.
     *
     * @param level name of the level
     * @param grid the codes that it models
     * @param configuration the network and its training
     */
    public PriorRun(String level, CodeGrid grid, PriorConfiguration configuration) {
        this(level, grid, configuration, List.of());
    }

    /**
     * A run for a level of a model's codes.
     *
     * @param store the codes
     * @param level the level, 0 for the bottom
     * @param stageOne the model whose codes they are
     * @param configuration the network and its training
     * @return the run
     */
    public static PriorRun of(CodeStore store, int level, ModelConfig stageOne, PriorConfiguration configuration) {
        return new PriorRun(
                store.levels().get(level).name(),
                grid(store, level, stageOne),
                configuration,
                configuration.model().classes() == 0 ? List.of() : store.counts());
    }

    /**
     * The grid that a prior of a level has to model.
     *
     * @param store the codes
     * @param level the level, 0 for the bottom
     * @param stageOne the model whose codes they are
     * @return the grid
     */
    public static CodeGrid grid(CodeStore store, int level, ModelConfig stageOne) {
        LevelCodes codes = store.levels().get(level);
        boolean top = level == store.levels().size() - 1;
        int condition = top ? 0 : stageOne.quantizer().dimension(level);
        return new CodeGrid(codes.codes(), codes.height(), codes.width() * codes.depth(), condition, codes.depth());
    }

    /**
     * The run as a run directory keeps it; its data are the codes.
     *
     * @param seed the seed
     * @param store the codes
     * @param dataName where the codes are from, for people
     * @return what to begin the run directory with
     */
    public RunInfo info(long seed, CodeStore store, String dataName) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("level", level);
        json.putAll(grid.toJson());
        json.putAll(configuration.toJson());
        store.model().ifPresent(stamp -> json.put(MODEL, stamp.toJson()));
        if (!classes.isEmpty()) {
            json.putAll(settings(classes));
        }
        return RunInfo.of(KIND, json, seed, dataName, fingerprint(store));
    }

    private static Map<String, Object> settings(List<ClassCount> classes) {
        Map<String, Object> settings = new LinkedHashMap<>();
        settings.put(CLASS_NAMES, classes.stream().map(ClassCount::name).toList());
        settings.put(CLASS_IMAGES, classes.stream().map(ClassCount::train).toList());
        return settings;
    }

    /**
     * The run of a prior with the names of its classes, which 0.1 kept with the codes alone.
     *
     * @param run the directory
     * @param known the classes of the priors
     * @return the run; as it is if it has the names, or no classes
     */
    public static RunDirectory withClasses(RunDirectory run, RunClasses known) {
        return of(run).configuration().model().classes() == 0 ? run : run.completed(settings(known.counts()));
    }

    /**
     * Reads what defines a run.
     *
     * @param run the directory
     * @return the run
     * @throws UserException if it is not the run of a prior, or its configuration makes no sense
     */
    public static PriorRun of(RunDirectory run) {
        run.requireKind(KIND);
        JsonObject json = new JsonObject(
                run.path().resolve("run.json") + ": configuration", run.info().configuration());
        return new PriorRun(
                json.text("level"), CodeGrid.fromJson(json), PriorConfiguration.fromJson(json), classes(json));
    }

    private static List<ClassCount> classes(JsonObject json) {
        if (!json.has(CLASS_NAMES)) {
            return List.of();
        }
        List<Object> names = json.list(CLASS_NAMES);
        List<Object> images = json.list(CLASS_IMAGES);
        long classes = json.whole("classes");
        List<ClassCount> counts = new ArrayList<>();
        for (int i = 0; i < names.size() && i < images.size(); i++) {
            if (names.get(i) instanceof String name && images.get(i) instanceof Long count && count >= 0) {
                counts.add(new ClassCount(name, (int) Math.min(count, Integer.MAX_VALUE), 0));
            }
        }
        if (counts.size() != classes || names.size() != classes || images.size() != classes) {
            throw new UserException(
                    json.name() + ": expected " + CLASS_NAMES + " and " + CLASS_IMAGES + " of " + classes
                            + " classes, found " + names.size() + " and " + images.size()
                            + "; bring the file back as it was written");
        }
        return counts;
    }

    /**
     * The same run with another configuration.
     *
     * @param other the network and its training
     * @return the run
     */
    public PriorRun with(PriorConfiguration other) {
        return new PriorRun(level, grid, other, classes);
    }

    /**
     * A prior of these sizes with its first weights.
     *
     * @param engine where it is to live
     * @param seed draws the weights
     * @return the prior
     */
    public CodePrior create(Engine engine, long seed) {
        return new CodePrior(grid, configuration.model(), new Initializer(engine, seed));
    }

    /**
     * The state of the model whose codes a prior learned.
     *
     * @param run the directory of the prior
     * @return the state, if it was known then
     * @throws UserException if {@code run.json} says something else in its place
     */
    public static Optional<ModelStamp> model(RunDirectory run) {
        JsonObject json = new JsonObject(
                run.path().resolve("run.json") + ": configuration", run.info().configuration());
        return json.has(MODEL) ? Optional.of(ModelStamp.fromJson(json.object(MODEL))) : Optional.empty();
    }

    /**
     * The trained prior of a run, with the averaged weights of its newest checkpoint that is as it was written; a warning is
     * logged if a newer one is not.
     *
     * @param engine where it is to live
     * @param run the directory, {@code RUN/priors/LEVEL}
     * @return the prior
     * @throws UserException if it holds no complete checkpoint, or one that does not fit
     */
    public static CodePrior load(Engine engine, RunDirectory run) {
        return load(engine, run, Checkpoints.of(run).require());
    }

    /**
     * The trained prior of a run, with the averaged weights of a certain checkpoint.
     *
     * @param engine where it is to live
     * @param run the directory, {@code RUN/priors/LEVEL}
     * @param checkpoint one of its
     * @return the prior
     * @throws UserException if the checkpoint does not fit or is damaged
     */
    public static CodePrior load(Engine engine, RunDirectory run, Checkpoint checkpoint) {
        CodePrior prior = of(run).create(engine, 0);
        checkpoint.loadForUse(prior.parameters());
        return prior;
    }

    /**
     * A hash of codes, labels and split, so that a prior is not trained on other codes half-way. How the parts lie among
     * each other does not count.
     *
     * @param store the codes
     * @return hexadecimal digits
     */
    public static String fingerprint(CodeStore store) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            int[] rows = store.byPart();
            for (LevelCodes level : store.levels()) {
                String sizes = level.name() + " " + level.codes() + " " + level.height() + " " + level.width()
                        + (level.depth() == 1 ? "" : " " + level.depth());
                digest.update((sizes + "\n").getBytes(StandardCharsets.UTF_8));
                for (int row : rows) {
                    update(digest, level.values(), row * level.positions(), level.positions());
                }
            }
            for (int row : rows) {
                update(digest, store.labels(), row, 1);
            }
            update(digest, new int[] {store.train()}, 0, 1);
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    private static void update(MessageDigest digest, int[] values, int from, int count) {
        ByteBuffer bytes = ByteBuffer.allocate(4 * count);
        bytes.asIntBuffer().put(values, from, count);
        digest.update(bytes);
    }
}
