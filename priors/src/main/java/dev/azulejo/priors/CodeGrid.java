package dev.azulejo.priors;

import dev.azulejo.nn.config.Settings;
import dev.azulejo.nn.io.JsonObject;
import dev.azulejo.nn.message.UserException;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The grid of codes that a prior models: one level's codes, as stage 1 makes them.
 *
 * @param codes K, size of the codebook
 * @param height rows of codes
 * @param width columns of codes: those of the level times the depth
 * @param conditionChannels channels of the decoded levels above, 0 for the top level, which has none
 * @param depth codes per position of the level, which stand side by side in a row
 */
public record CodeGrid(int codes, int height, int width, int conditionChannels, int depth) {
    /**
     * Checks the numbers.
     *
     * @throws UserException if one makes no sense
     */
    public CodeGrid {
        Settings.requireRange("grid_codes", codes, 2, 1 << 24);
        Settings.requireRange("grid_height", height, 1, 4096);
        Settings.requireRange("grid_width", width, 1, 4096);
        Settings.requireRange("condition_channels", conditionChannels, 0, 65536);
        Settings.requireRange("grid_depth", depth, 1, width);
        if (width % depth != 0) {
            throw new UserException("grid_width: expected a multiple of grid_depth (" + depth + "), found " + width);
        }
    }

    /**
     * A level with one code per position.
     *
     * @param codes K, size of the codebook
     * @param height rows of codes
     * @param width columns of codes
     * @param conditionChannels channels of the decoded levels above, 0 for the top level
     */
    public CodeGrid(int codes, int height, int width, int conditionChannels) {
        this(codes, height, width, conditionChannels, 1);
    }

    /** {@return the codes per image: height times width} */
    public int positions() {
        return height * width;
    }

    /** {@return whether there are levels above: not for the top level} */
    public boolean conditioned() {
        return conditionChannels > 0;
    }

    /** {@return the numbers by name, in snake_case, for {@code run.json}} */
    public Map<String, Object> toJson() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("grid_codes", (long) codes);
        json.put("grid_height", (long) height);
        json.put("grid_width", (long) width);
        json.put("condition_channels", (long) conditionChannels);
        if (depth > 1) { // A file without it is of one code per position, as those of 0.1 are.
            json.put("grid_depth", (long) depth);
        }
        return json;
    }

    /**
     * The grid that these numbers describe.
     *
     * @param json as {@link #toJson} gives them; other members are ignored
     * @return the grid
     * @throws UserException if one is missing, of another type, or makes no sense
     */
    public static CodeGrid fromJson(JsonObject json) {
        return new CodeGrid(
                json.whole("grid_codes", 2, 1 << 24),
                json.whole("grid_height", 1, 4096),
                json.whole("grid_width", 1, 4096),
                json.whole("condition_channels", 0, 65536),
                json.has("grid_depth") ? json.whole("grid_depth", 1, 4096) : 1);
    }
}
