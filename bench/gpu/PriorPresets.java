import dev.azulejo.nn.io.Json;
import dev.azulejo.priors.train.PriorConfiguration;
import java.util.LinkedHashMap;
import java.util.Map;

/** Prints the presets of priors as JSON, for their twin in PyTorch: they are written once. */
void main() {
    Map<String, Object> presets = new LinkedHashMap<>();
    for (String name : PriorConfiguration.presets().keySet()) {
        presets.put(name, PriorConfiguration.preset(name).toJson());
    }
    IO.println(Json.write(presets));
}
