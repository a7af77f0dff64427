package dev.azulejo.vqvae2;

import dev.azulejo.nn.UserException;
import java.util.List;

/** Settings that have one number for all levels, or one per level, the finest first. */
final class PerLevel {
    private PerLevel() {}

    static int at(List<Integer> values, int level) {
        return values.get(values.size() == 1 ? 0 : level);
    }

    static void require(String key, List<Integer> values, int levels) {
        if (values.size() != 1 && values.size() != levels) {
            throw new UserException(key + ": expected one number for all levels, or one for each of " + levels
                    + ", the finest first; found " + values.size());
        }
    }
}
