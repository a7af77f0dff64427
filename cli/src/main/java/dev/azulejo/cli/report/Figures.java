package dev.azulejo.cli.report;

import dev.azulejo.nn.io.JsonObject;
import dev.azulejo.nn.message.Counted;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Tables of what was measured, each figure with its definition.
 *
 * @param evaluation as {@code evaluation.json} has it
 */
record Figures(JsonObject evaluation) {
    /** The heading above definitions. */
    static final String DEFINITION = "is";

    static final List<String> HEAD = List.of("figure", "value", DEFINITION);

    private static final Map<String, String> COLUMNS = columns();

    private static Map<String, String> columns() {
        Map<String, String> columns = new LinkedHashMap<>();
        columns.put(
                "frechet_distance",
                "Frechet distance of the normal distributions of the classifier's features of the set and of learned"
                        + " images; as low as of held-out images is best");
        columns.put(
                "precision",
                "share of the set that lies nearer to a learned image than that one's third nearest neighbour: they"
                        + " look real");
        columns.put("recall", "share of learned images that lies so near to one of the set: the variety is there");
        columns.put(
                "nearer",
                "probability that one of the set is nearer to its nearest learned image than a held-out image is:"
                        + " .5 is as new as real images, 1 is copied");
        columns.put(
                "accuracy",
                "classification accuracy score: share of held-out images that a classifier puts into their class after"
                        + " learning from the set alone (of held-out images: from real ones)");
        columns.put("of_real_accuracy", "the same as a share of that after learning from real images");
        return columns;
    }

    /** {@return rows under {@link #HEAD}} */
    List<List<String>> quality() {
        List<List<String>> rows = new ArrayList<>();
        add(rows, "mse", "%.5f", "mean squared error of the reconstructions, pixels in [0,1]");
        add(rows, "mean_image_mse", "%.5f", "the same if every image is drawn as the mean of all");
        add(rows, "psnr", "%.2f dB", "peak signal to noise: 10 log10(1 / mse)");
        add(rows, "ssim", "%.4f", "structural similarity; 1 for the same image");
        if (evaluation.has("priors")) {
            JsonObject priors = evaluation.object("priors");
            for (String level :
                    priors.members().keySet().stream().sorted().toList().reversed()) {
                JsonObject prior = priors.object(level);
                rows.add(List.of(
                        level + " prior",
                        String.format(Locale.ROOT, "%.4f nats", prior.number("nats_per_code")),
                        String.format(
                                Locale.ROOT,
                                "mean of -ln p(code); %.4f by the frequency of codes alone, which it must beat",
                                prior.number("unigram_entropy"))));
            }
        }
        add(
                rows,
                "bits_per_dimension",
                "%.4f",
                "rate of the code stream: nats of all codes of an image / ln 2 / its numbers");
        return rows;
    }

    private void add(List<List<String>> rows, String key, String format, String definition) {
        if (isNumber(evaluation, key)) {
            rows.add(List.of(
                    key.replace('_', ' '), String.format(Locale.ROOT, format, evaluation.number(key)), definition));
        }
    }

    /** {@return images drawn by fewer levels than all, and their errors} */
    Map<String, String> prefixes() {
        Map<String, String> rows = new LinkedHashMap<>();
        if (evaluation.has("prefixes")) {
            JsonObject prefixes = evaluation.object("prefixes");
            prefixes.members()
                    .keySet()
                    .forEach(name -> rows.put(name, String.format(Locale.ROOT, "mse %.5f", prefixes.number(name))));
            if (!rows.isEmpty()) {
                rows.put("all levels", String.format(Locale.ROOT, "mse %.5f", evaluation.number("mse")));
                rows.put("mean image", String.format(Locale.ROOT, "mse %.5f", evaluation.number("mean_image_mse")));
            }
        }
        return rows;
    }

    /** {@return level, codes, used, perplexity} */
    List<List<String>> codes() {
        List<List<String>> rows = new ArrayList<>();
        if (evaluation.has("levels")) {
            for (Object each : evaluation.list("levels").reversed()) {
                JsonObject level = JsonObject.of(each, "levels");
                rows.add(List.of(
                        level.text("name"),
                        String.valueOf(level.whole("codes")),
                        String.valueOf(level.whole("used")),
                        String.format(Locale.ROOT, "%.1f", level.number("perplexity"))));
            }
        }
        return rows;
    }

    /** {@return whether new images were measured} */
    boolean hasMeasures() {
        return evaluation.has("measures");
    }

    /** {@return the sets of images, their names and figures under {@link #measured}} */
    List<List<String>> measures() {
        JsonObject sets = evaluation.object("measures").object("sets");
        List<List<String>> rows = new ArrayList<>();
        for (String name : sets.members().keySet()) {
            List<String> row = new ArrayList<>(List.of(name.replace('_', ' ')));
            measured()
                    .forEach(column -> row.add(
                            isNumber(sets.object(name), column)
                                    ? String.format(
                                            Locale.ROOT,
                                            "%.3f",
                                            sets.object(name).number(column))
                                    : ""));
            rows.add(row);
        }
        return rows;
    }

    /** {@return the figures of the sets, those that any has} */
    List<String> measured() {
        JsonObject sets = evaluation.object("measures").object("sets");
        return COLUMNS.keySet().stream()
                .filter(column -> sets.members().keySet().stream().anyMatch(set -> isNumber(sets.object(set), column)))
                .toList();
    }

    /** {@return what each of {@link #measured} is} */
    Map<String, String> definitions() {
        Map<String, String> rows = new LinkedHashMap<>();
        measured().forEach(column -> rows.put(column.replace('_', ' '), COLUMNS.get(column)));
        return rows;
    }

    /** {@return how many were drawn and compared} */
    String compared() {
        JsonObject measures = evaluation.object("measures");
        return String.format(
                Locale.ROOT,
                "%s drawn; %,d of each set compared with as many that were learned from.",
                Counted.of(measures.whole("samples"), "image"),
                measures.whole("compared"));
    }

    private static boolean isNumber(JsonObject object, String key) {
        return object.has(key) && object.members().get(key) instanceof Number;
    }
}
