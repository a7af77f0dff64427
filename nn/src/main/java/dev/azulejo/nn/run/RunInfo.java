package dev.azulejo.nn.run;

import dev.azulejo.nn.io.Checksum;
import dev.azulejo.nn.io.Json;
import dev.azulejo.nn.io.JsonObject;
import dev.azulejo.nn.message.UserException;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The definition of a run, as {@code run.json} holds it.
 *
 * @param kind what is trained: {@code vqvae2}, {@code prior}, ...
 * @param configuration of the model and its training: JSON values, as {@link Json} takes them
 * @param seed the seed
 * @param dataName where the data is from, for people; empty if there is none yet
 * @param dataFingerprint a hash of the data, as {@code ImageData.fingerprint} gives it; empty if there is none yet
 * @param azulejo version of Azulejo that began the run
 */
public record RunInfo(
        String kind,
        Map<String, Object> configuration,
        long seed,
        String dataName,
        String dataFingerprint,
        String azulejo) {
    /** This version of Azulejo. */
    public static final String VERSION = "0.1.0-SNAPSHOT";

    /** The version of run directories that is written and read here. */
    public static final int FORMAT = 1;

    /**
     * Takes the configuration as it will be read back.
     *
     * @throws IllegalArgumentException if the configuration is no JSON
     */
    public RunInfo {
        configuration = JsonObject.of(Json.read(Json.write(configuration), "configuration"), "configuration")
                .members();
    }

    /**
     * A new run of this version.
     *
     * @param kind what is trained
     * @param configuration of the model and its training
     * @param seed the seed
     * @param dataName where the data is from, for people
     * @param dataFingerprint a hash of the data
     * @return the run
     */
    public static RunInfo of(
            String kind, Map<String, Object> configuration, long seed, String dataName, String dataFingerprint) {
        return new RunInfo(kind, configuration, seed, dataName, dataFingerprint, VERSION);
    }

    /** {@return whether it learns from data that are known: not before an imported model is trained on} */
    public boolean hasData() {
        return !dataFingerprint.isEmpty();
    }

    /** {@return the content of {@code run.json}} */
    public String text() {
        return Json.writePretty(Checksum.sealed(toJson()));
    }

    private Map<String, Object> toJson() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("format", FORMAT);
        json.put("azulejo", azulejo);
        json.put("kind", kind);
        json.put("seed", seed);
        json.put("data", Map.of("name", dataName, "fingerprint", dataFingerprint));
        json.put("configuration", configuration);
        return json;
    }

    static RunInfo of(JsonObject json) {
        long format = json.whole("format");
        if (format != FORMAT) {
            throw new UserException(json.name() + ": expected a run of format " + FORMAT + ", found " + format
                    + (json.has("azulejo") ? " of azulejo " + json.text("azulejo") : "")
                    + "; use that version of azulejo, or start another run with this one (" + VERSION + ")");
        }
        Checksum.requireSeal(json);
        JsonObject data = json.object("data");
        if (data.text("name").indexOf('\0') >= 0) {
            throw new UserException(
                    data.name() + ": no file has a name with a NUL in it; bring back the file as it was");
        }
        return new RunInfo(
                json.text("kind"),
                json.object("configuration").members(),
                json.whole("seed"),
                data.text("name"),
                data.text("fingerprint"),
                json.text("azulejo"));
    }
}
