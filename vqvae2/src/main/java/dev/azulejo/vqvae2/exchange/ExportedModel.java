package dev.azulejo.vqvae2.exchange;

import dev.azulejo.engine.Engine;
import dev.azulejo.nn.Weights;
import dev.azulejo.nn.io.Json;
import dev.azulejo.nn.run.RunInfo;
import dev.azulejo.nn.safetensors.NamedArray;
import dev.azulejo.nn.safetensors.SafetensorsFile;
import dev.azulejo.nn.train.Checkpoint;
import dev.azulejo.vqvae2.train.ModelRun;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A trained model as it leaves for other programs.
 *
 * @param run that it was trained in
 * @param checkpoint whose weights these are
 * @param tensors the weights, in the layout that was asked for
 */
public record ExportedModel(ModelRun run, Checkpoint checkpoint, List<NamedArray> tensors) {
    /**
     * The model of a run.
     *
     * @param run the run
     * @param checkpoint one of the run's
     * @param engine where it is loaded
     * @param layout whose names the weights are to have
     * @param averages whether the averages of codes that are moving averages go with them, which code that knows none refuses
     * @return the model
     * @throws dev.azulejo.nn.message.UserException if the checkpoint is damaged, or that layout has no such model
     */
    public static ExportedModel of(
            ModelRun run, Checkpoint checkpoint, Engine engine, WeightLayout layout, boolean averages) {
        List<NamedArray> all = Weights.arrays(run.load(engine, checkpoint).parameters()).stream()
                .filter(tensor -> averages || !tensor.name().matches("vq(_[a-z0-9]+)?\\.(count|total)"))
                .toList();
        return new ExportedModel(run, checkpoint, layout.fromReference(all));
    }

    /**
     * Writes the weights for PyTorch: {@code load_state_dict(load_file(FILE))}. The settings are in its metadata.
     *
     * @param file the file; one of that name is replaced
     * @throws dev.azulejo.nn.message.UserException if it cannot be written
     */
    public void write(Path file) {
        Map<String, String> about = new LinkedHashMap<>();
        about.put("format", "pt");
        about.put("azulejo", RunInfo.VERSION);
        about.put("step", Long.toString(checkpoint.step()));
        about.put(ForeignModel.CONFIGURATION, Json.write(run.configuration().toJson()));
        SafetensorsFile.write(file, tensors, about);
    }
}
