package dev.azulejo.vqvae2.exchange;

import dev.azulejo.nn.io.AtomicFiles;
import dev.azulejo.nn.io.Json;
import dev.azulejo.nn.message.Counted;
import dev.azulejo.nn.run.RunInfo;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The layout of a model hub: a folder with {@code config.json}, {@code model.safetensors} and a model card, {@code README.md}.
 *
 * @param model what is in it
 */
public record HubFolder(ExportedModel model) {
    static final String CONFIG = "config.json";
    static final String WEIGHTS = "model.safetensors";

    /**
     * Writes the folder.
     *
     * @param folder the folder; one of that name is replaced
     * @throws dev.azulejo.nn.message.UserException if it cannot be written
     */
    public void write(Path folder) {
        AtomicFiles.directory(folder, aside -> {
            AtomicFiles.text(aside.resolve(CONFIG), Json.writePretty(config()));
            AtomicFiles.text(aside.resolve("README.md"), card());
            model.write(aside.resolve(WEIGHTS));
        });
    }

    private Map<String, Object> config() {
        Map<String, Object> config = new LinkedHashMap<>();
        config.put("model_type", "vqvae2");
        config.put("architectures", List.of("VQVAE2"));
        config.put("torch_dtype", "float32");
        config.put("azulejo_version", RunInfo.VERSION);
        config.put("step", model.checkpoint().step());
        config.put(ForeignModel.CONFIGURATION, model.run().configuration().toJson());
        return config;
    }

    /** The model card: what it is, how good it was, what it learned from, and how to load it. */
    private String card() {
        RunInfo info = model.run().directory().info();
        Map<String, Object> settings = model.run().configuration().toJson();
        var sizes = model.run().model();
        StringBuilder text = new StringBuilder(String.format(
                Locale.ROOT,
                """
                ---
                library_name: azulejo
                pipeline_tag: unconditional-image-generation
                tags:
                - vq-vae-2
                - vqvae
                - image-tokenizer
                ---
                # A VQ-VAE-2 of %1$s for images of %2$dx%2$d

                Trained with Azulejo %3$s for %4$d steps, seed %5$d. It turns an image of %6$s with pixels in [0,1] into
                grids of codes and back:

                | level | grid | codes |
                | --- | --- | --- |
                """,
                Counted.of(sizes.levels(), "level"),
                sizes.imageSize(),
                info.azulejo(),
                model.checkpoint().step(),
                info.seed(),
                Counted.of(sizes.channels(), "channel")));
        for (int level = 0; level < sizes.levels(); level++) {
            String each = sizes.quantizer().depth() == 1
                    ? ""
                    : ", " + sizes.quantizer().depth() + " a position";
            text.append(String.format(
                    Locale.ROOT,
                    "| %s | %dx%d | %d%s |%n",
                    sizes.levelNames().get(level),
                    sizes.grid(level),
                    sizes.grid(level),
                    sizes.quantizer().codes(level),
                    each));
        }
        text.append("\n## Figures\n").append(figures()).append("""

            ## Data
            """);
        text.append(
                info.hasData()
                        ? "Learned from `" + name(info.dataName()) + "`, whose images have the fingerprint `"
                                + info.dataFingerprint() + "`.\n"
                        : "Imported; what it learned from is not recorded.\n");
        text.append("""

            ## Use
            ```python
            from safetensors.torch import load_file
            model.load_state_dict(load_file("model.safetensors"))  # a class with the reference model's names
            ```
            or `azulejo import --from model.safetensors --run RUN`, then `azulejo reconstruct --run RUN --data IMAGES`.

            ## Settings
            | setting | value |
            | --- | --- |
            """);
        settings.forEach((key, value) -> text.append("| `")
                .append(key)
                .append("` | ")
                .append(value instanceof String word ? word : Json.write(value))
                .append(" |\n"));
        return text.toString();
    }

    /** The last part of a path: where the images lay on the machine of who trained is nobody's business. */
    private static String name(String data) {
        Path last = Path.of(data).getFileName();
        return last == null ? data : last.toString();
    }

    /** The newest figures of held-out images, or else of the last step. */
    private String figures() {
        Map<String, Double> newest = new LinkedHashMap<>();
        model.run().directory().metrics().read().stream()
                .filter(line -> line.step() <= model.checkpoint().step())
                .forEach(line -> newest.putAll(line.values()));
        newest.putAll(model.checkpoint().metrics());
        if (newest.isEmpty()) {
            return "None were measured.\n";
        }
        return newest.entrySet().stream()
                .map(figure -> "| " + figure.getKey() + " | " + Json.write(figure.getValue()) + " |\n")
                .collect(Collectors.joining("", "| figure | value |\n| --- | --- |\n", ""));
    }
}
