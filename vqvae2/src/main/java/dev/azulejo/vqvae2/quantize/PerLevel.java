package dev.azulejo.vqvae2.quantize;

import dev.azulejo.nn.message.UserException;
import java.util.List;

/** Settings that have one number for all levels, or one per level, the finest first. */
public final class PerLevel {
    private PerLevel() {}

    /**
     * {@return the number of a level}
     *
     * @param values one number for all levels, or one per level
     * @param level the level, 0 for the bottom
     */
    public static int at(List<Integer> values, int level) {
        return values.get(values.size() == 1 ? 0 : level);
    }

    /**
     * Refuses a list that has neither one number nor one per level.
     *
     * @param key the setting, as users name it
     * @param values its numbers
     * @param levels how many levels there are
     * @throws UserException if the numbers are too many or too few
     */
    public static void require(String key, List<Integer> values, int levels) {
        if (values.size() != 1 && values.size() != levels) {
            throw new UserException(key + ": expected one number for all levels, or one for each of " + levels
                    + ", the finest first; found " + values.size());
        }
    }
}
