package dev.azulejo.vqvae2;

import dev.azulejo.nn.config.Settings;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The levels of the hierarchy that a reconstruction is made of; what the others would say is zero.
 *
 * @param lowest the finest of them, 0 for the bottom
 * @param highest the coarsest of them
 */
public record Levels(int lowest, int highest) {
    /**
     * All levels of a model.
     *
     * @param levels how many it has
     * @return the range of all
     */
    public static Levels all(int levels) {
        return new Levels(0, levels - 1);
    }

    /**
     * The prefixes of the hierarchy: what the picture gains with every further level.
     *
     * @param levels how many the model has
     * @return the top alone, the top and the next level, ..., all
     */
    public static List<Levels> prefixes(int levels) {
        List<Levels> prefixes = new ArrayList<>();
        for (int lowest = levels - 1; lowest >= 0; lowest--) {
            prefixes.add(new Levels(lowest, levels - 1));
        }
        return prefixes;
    }

    /**
     * The levels that a word names.
     *
     * @param word {@code all}, the name of a level for it alone, or such a name and {@code +} for it and those above it
     * @param model the model
     * @return the levels
     * @throws dev.azulejo.nn.message.UserException naming the words that there are if it is another
     */
    public static Levels of(String word, ModelConfig model) {
        Map<String, Levels> known = new LinkedHashMap<>();
        known.put("all", all(model.levels()));
        for (int level = model.levels() - 1; level >= 0; level--) {
            known.put(model.levelNames().get(level), new Levels(level, level));
        }
        for (int level = model.levels() - 2; level > 0; level--) {
            known.put(model.levelNames().get(level) + "+", new Levels(level, model.levels() - 1));
        }
        Levels found = known.get(word);
        if (found == null) {
            throw Settings.unknown("levels", word, known.keySet());
        }
        return found;
    }

    /**
     * These levels in words.
     *
     * @param model the model
     * @return the word that {@link #of} reads
     */
    public String word(ModelConfig model) {
        int top = model.levels() - 1;
        if (equals(all(model.levels()))) {
            return "all";
        }
        return model.levelNames().get(lowest) + (highest == top && lowest < top ? "+" : "");
    }
}
