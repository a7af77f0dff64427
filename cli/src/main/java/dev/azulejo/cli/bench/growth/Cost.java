package dev.azulejo.cli.bench.growth;

import dev.azulejo.nn.io.JsonObject;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What something took.
 *
 * @param milliseconds a step, or a code
 * @param bytes the peak of memory
 */
public record Cost(double milliseconds, double bytes) {
    static Cost of(Sweep.Work work, int size, JsonObject figures) {
        double milliseconds = switch (work) {
            case STEP -> figures.number("step_milliseconds");
            case SAMPLE -> figures.object("levels").object("top").number("milliseconds") / ((double) size * size);
        };
        return new Cost(milliseconds, figures.number("peak_memory_bytes"));
    }

    double mebibytes() {
        return bytes / (1 << 20);
    }

    Map<String, Object> json() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("milliseconds", milliseconds);
        json.put("peak_memory_bytes", bytes);
        return json;
    }
}
