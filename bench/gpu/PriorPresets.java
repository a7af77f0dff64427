import dev.azulejo.nn.io.Json;
import dev.azulejo.priors.train.PriorConfiguration;
import java.util.LinkedHashMap;
import java.util.Map;

/** Prints the presets of priors as JSON, for their twin in PyTorch: they are written once. */
final class PriorPresets {
    private PriorPresets() {}

    public static void main(String[] args) {
        Map<String, Object> presets = new LinkedHashMap<>();
        for (String name : PriorConfiguration.presets().keySet()) {
            presets.put(name, PriorConfiguration.preset(name).toJson());
        }
        System.out.println(Json.write(presets));
    }
}
