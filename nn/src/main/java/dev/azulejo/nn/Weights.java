package dev.azulejo.nn;

import dev.azulejo.nn.message.UserException;
import dev.azulejo.nn.safetensors.DType;
import dev.azulejo.nn.safetensors.NamedArray;
import dev.azulejo.nn.safetensors.SafetensorsFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Saves and loads parameters as safetensors under PyTorch's names and in its layouts, so that
 * {@code model.load_state_dict(safetensors.torch.load_file(f))} takes what is written here, and the other way round.
 */
public final class Weights {
    private Weights() {}

    /**
     * Writes all parameters and state, whole or not at all.
     *
     * @param file the final name; a file of that name is replaced
     * @param parameters those of a model, or an optimiser's state
     * @param metadata strings about them
     * @throws UserException if the file cannot be written
     */
    public static void save(Path file, Parameters parameters, Map<String, String> metadata) {
        List<NamedArray> tensors = new ArrayList<>();
        for (Parameter parameter : parameters) {
            var shape = parameter.value().shape();
            float[] values = parameter.layout().toDisk(parameter.value().toArray(), shape);
            tensors.add(
                    NamedArray.of(parameter.name(), values, parameter.layout().diskShape(shape)));
        }
        SafetensorsFile.write(file, tensors, metadata);
    }

    /**
     * Overwrites all parameters and state with those of a file, which must hold exactly them; flags and counts that PyTorch
     * keeps beside them (BOOL, whole numbers) are skipped. If it does not, nothing is overwritten.
     *
     * @param file a safetensors file, written here or by PyTorch
     * @param parameters those of a model, or an optimiser's state
     * @return the strings that were saved beside them
     * @throws UserException if the file cannot be read, or a tensor in it is missing, unexpected, of another shape or
     *     not of finite numbers; the line names the file, the tensor, what was found and what was expected
     */
    public static Map<String, String> load(Path file, Parameters parameters) {
        SafetensorsFile content = SafetensorsFile.read(file);
        Map<Parameter, float[]> values = new LinkedHashMap<>();
        for (Parameter parameter : parameters) {
            values.put(parameter, checked(content, parameter));
        }
        for (NamedArray tensor : content.tensors().values()) {
            if (parameters.get(tensor.name()) == null && tensor.dtype() == DType.F32) {
                throw new UserException(file + ": unexpected tensor " + tensor.name() + " "
                        + Arrays.toString(tensor.shape()) + "; the model has none of that name: is it of another"
                        + " configuration?");
            }
        }
        values.forEach((parameter, array) -> parameter
                .value()
                .set(parameter.layout().toMemory(array, parameter.value().shape())));
        return content.metadata();
    }

    private static float[] checked(SafetensorsFile content, Parameter parameter) {
        int[] expected = parameter.layout().diskShape(parameter.value().shape());
        NamedArray found = content.unread().containsKey(parameter.name())
                ? content.tensor(parameter.name())
                : content.tensors().get(parameter.name());
        if (found == null) {
            throw new UserException(content.file() + ": no tensor " + parameter.name() + "; expected one of "
                    + Arrays.toString(expected) + ": is it of another configuration?");
        }
        if (!(found.array() instanceof float[] values)) {
            throw new UserException(
                    content.file() + ": tensor " + parameter.name() + ": expected F32, found " + found.dtype());
        }
        if (!Arrays.equals(expected, found.shape())) {
            throw new UserException(content.file() + ": tensor " + parameter.name() + ": expected "
                    + Arrays.toString(expected) + ", found " + Arrays.toString(found.shape())
                    + "; is it of another configuration?");
        }
        for (int i = 0; i < values.length; i++) {
            if (!Float.isFinite(values[i])) {
                throw new UserException(content.file() + ": tensor " + parameter.name() + ": expected finite numbers,"
                        + " found " + values[i] + " at " + i
                        + "; it is damaged, or its training diverged: take another one");
            }
        }
        return values;
    }
}
