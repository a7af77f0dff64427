package dev.azulejo.nn.run;

import dev.azulejo.nn.io.JsonObject;
import dev.azulejo.nn.message.UserException;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The state of a model that something was made with: what codes and priors remember, so that a model that has gone on
 * since is noticed.
 *
 * @param step the step of its checkpoint
 * @param crc32c checksum of the file of its weights
 */
public record ModelStamp(long step, String crc32c) {
    /** {@return the stamp as the members of a JSON object} */
    public Map<String, Object> toJson() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("step", step);
        json.put("crc32c", crc32c);
        return json;
    }

    /**
     * Reads a stamp.
     *
     * @param json as {@link #toJson} gives it
     * @return the stamp
     * @throws UserException if a member is missing or of another type
     */
    public static ModelStamp fromJson(JsonObject json) {
        return new ModelStamp(json.whole("step"), json.text("crc32c"));
    }

    /**
     * In words that tell this state from another one.
     *
     * @param other the other one
     * @return such as {@code step 100}; with the checksum if the other one is of the same step
     */
    public String unlike(ModelStamp other) {
        return "step " + step + (step == other.step ? " (weights " + crc32c + ")" : "");
    }
}
