package dev.azulejo.vqvae2.exchange;

import dev.azulejo.engine.Engine;
import dev.azulejo.nn.Initializer;
import dev.azulejo.nn.Parameter;
import dev.azulejo.nn.Parameters;
import dev.azulejo.nn.Weights;
import dev.azulejo.nn.io.Json;
import dev.azulejo.nn.io.JsonObject;
import dev.azulejo.nn.message.UserException;
import dev.azulejo.nn.safetensors.NamedArray;
import dev.azulejo.nn.safetensors.SafetensorsFile;
import dev.azulejo.vqvae2.VqVae2;
import dev.azulejo.vqvae2.train.Configuration;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A model that another program wrote, or that was exported for one.
 *
 * @param file where it was read
 * @param layout whose names it has
 * @param configuration settings that fit it: those that came with it, or what the shapes of its tensors tell; of images of
 *     the default size if nothing told another
 * @param tensors its weights, under the reference's names
 */
public record ForeignModel(Path file, WeightLayout layout, Configuration configuration, List<NamedArray> tensors) {
    /** The settings, in the metadata of a file that Azulejo exported and in {@code config.json} beside it. */
    static final String CONFIGURATION = "configuration";

    /**
     * Reads weights.
     *
     * @param from a safetensors file, or the folder of a hub that holds {@code model.safetensors}
     * @param asked the layout; if none, the one that the names are of
     * @return the model
     * @throws UserException if it cannot be read, or is of no model that is known
     */
    public static ForeignModel read(Path from, Optional<WeightLayout> asked) {
        Path file = Files.isDirectory(from) ? from.resolve(HubFolder.WEIGHTS) : from;
        SafetensorsFile content = SafetensorsFile.read(file);
        List<NamedArray> found = WeightLayout.unwrapped(content.tensors().values());
        WeightLayout layout = asked.orElseGet(
                () -> WeightLayout.of(found.stream().map(NamedArray::name).toList()));
        try {
            List<NamedArray> tensors = modern(layout.toReference(found));
            Configuration configuration =
                    known(content).orElseGet(() -> ofShapes(layout, ModelShapes.assignments(tensors)));
            return new ForeignModel(file, layout, configuration, tensors);
        } catch (UserException e) {
            throw e.getMessage().startsWith(file.toString()) ? e : new UserException(file + ": " + e.getMessage(), e);
        }
    }

    /** 0.1 wrote the codes of moving averages as {@code vq_bot.weight}. */
    private static List<NamedArray> modern(List<NamedArray> tensors) {
        return tensors.stream()
                .map(tensor -> tensor.name().matches("vq(_[a-z0-9]+)?\\.weight")
                        ? WeightLayout.renamed(tensor, tensor.name().replace(".weight", ".embedding.weight"))
                        : tensor)
                .toList();
    }

    private static Optional<Configuration> known(SafetensorsFile content) {
        String text = content.metadata().get(CONFIGURATION);
        Path beside = content.file().resolveSibling(HubFolder.CONFIG);
        if (text != null) {
            String name = content.file() + ": " + CONFIGURATION;
            return Optional.of(Configuration.fromJson(JsonObject.of(Json.read(text, name), name)));
        }
        if (!Files.isRegularFile(beside)) {
            return Optional.empty();
        }
        JsonObject json = Json.readObject(beside);
        return json.has(CONFIGURATION)
                ? Optional.of(Configuration.fromJson(json.object(CONFIGURATION)))
                : Optional.empty();
    }

    /**
     * Codes that were learned elsewhere are neither drawn anew nor restarted unasked. rosinality's program computes with pixels
     * in [-1,1], where errors are four times as large, and weighs the commitment by 1/4: here that is 1/16.
     */
    private static Configuration ofShapes(WeightLayout layout, List<String> shapes) {
        List<String> all = new ArrayList<>(shapes);
        if (all.contains("quantizer=ema")) {
            all.addAll(List.of("init=uniform", "restart_every=0"));
        }
        if (layout == WeightLayout.ROSINALITY) {
            all.addAll(List.of("pixel_range=signed", "beta=0.0625"));
        }
        return Configuration.preset("reference").with(all);
    }

    /**
     * This model with other settings.
     *
     * @param changed settings that fit the weights
     * @return the model
     */
    public ForeignModel with(Configuration changed) {
        return new ForeignModel(file, layout, changed, tensors);
    }

    /**
     * {@return the model with these weights} Moving averages that did not come with their codes begin anew: every code was
     * chosen once. Those that the quantizer has no use for are left out.
     *
     * @param engine where it will live
     * @throws UserException if a tensor is missing, unexpected or of another shape than the configuration's
     */
    public VqVae2 load(Engine engine) {
        VqVae2 model = new VqVae2(configuration.model(), new Initializer(engine, 0));
        Parameters parameters = model.parameters();
        Map<String, NamedArray> byName = new LinkedHashMap<>();
        tensors.forEach(tensor -> byName.put(tensor.name(), tensor));
        byName.keySet()
                .removeIf(name -> name.matches("vq(_[a-z0-9]+)?\\.(count|total)") && parameters.get(name) == null);
        for (Parameter parameter : parameters) {
            String name = parameter.name();
            if (!parameter.learned() && !byName.containsKey(name)) {
                average(parameter, byName).ifPresent(begun -> byName.put(name, begun));
            }
        }
        Weights.load(new SafetensorsFile(file, byName, Map.of(), Map.of()), parameters);
        return model;
    }

    private static Optional<NamedArray> average(Parameter parameter, Map<String, NamedArray> byName) {
        String name = parameter.name();
        if (name.endsWith(".count")) {
            float[] ones = new float[parameter.value().shape().size()];
            Arrays.fill(ones, 1);
            return Optional.of(NamedArray.of(name, ones, ones.length));
        }
        String codes = name.replaceFirst("\\.total$", ".embedding.weight");
        return Optional.ofNullable(byName.get(codes)).map(table -> WeightLayout.renamed(table, name));
    }
}
