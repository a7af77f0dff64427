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
        SafetensorsFile.write(file, arrays(parameters), metadata);
    }

    /**
     * All parameters and state as they lie on disk: under PyTorch's names and in its layouts.
     *
     * @param parameters those of a model, or an optimiser's state
     * @return copies of their values
     */
    public static List<NamedArray> arrays(Parameters parameters) {
        List<NamedArray> tensors = new ArrayList<>();
        for (Parameter parameter : parameters) {
            var shape = parameter.value().shape();
            float[] values = parameter.layout().toDisk(parameter.value().toArray(), shape);
            tensors.add(
                    NamedArray.of(parameter.name(), values, parameter.layout().diskShape(shape)));
        }
        return tensors;
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
        return load(SafetensorsFile.read(file), parameters);
    }

    /**
     * Overwrites all parameters and state with those of a file that has been read, as {@link #load(Path, Parameters)} does.
     *
     * @param content what was read
     * @param parameters those of a model, or an optimiser's state
     * @return the strings beside them
     * @throws UserException if a tensor is missing, unexpected, of another shape or not of finite numbers
     */
    public static Map<String, String> load(SafetensorsFile content, Parameters parameters) {
        Map<Parameter, float[]> values = new LinkedHashMap<>();
        for (Parameter parameter : parameters) {
            String former = parameters.formerNames().get(parameter.name());
            boolean isFormer = former != null
                    && content.tensors().containsKey(former)
                    && !content.tensors().containsKey(parameter.name());
            values.put(parameter, checked(content, parameter, isFormer ? former : parameter.name()));
        }
        for (NamedArray tensor : content.tensors().values()) {
            if (parameters.get(tensor.name()) == null
                    && tensor.dtype() == DType.F32
                    && !parameters.formerNames().containsValue(tensor.name())) {
                throw new UserException(content.file() + ": unexpected tensor " + tensor.name() + " "
                        + Arrays.toString(tensor.shape()) + "; the model has none of that name: is it of another"
                        + " configuration?");
            }
        }
        values.forEach((parameter, array) -> parameter
                .value()
                .set(parameter.layout().toMemory(array, parameter.value().shape())));
        return content.metadata();
    }

    private static float[] checked(SafetensorsFile content, Parameter parameter, String name) {
        int[] expected = parameter.layout().diskShape(parameter.value().shape());
        NamedArray found = content.unread().containsKey(name)
                ? content.tensor(name)
                : content.tensors().get(name);
        if (found == null) {
            throw new UserException(content.file() + ": no tensor " + name + "; expected one of "
                    + Arrays.toString(expected) + ": is it of another configuration?");
        }
        if (!(found.array() instanceof float[] values)) {
            throw new UserException(content.file() + ": tensor " + name + ": expected F32, found " + found.dtype());
        }
        if (!Arrays.equals(expected, found.shape())) {
            throw new UserException(content.file() + ": tensor " + name + ": expected "
                    + Arrays.toString(expected) + ", found " + Arrays.toString(found.shape())
                    + "; is it of another configuration?");
        }
        for (int i = 0; i < values.length; i++) {
            if (!Float.isFinite(values[i])) {
                throw new UserException(content.file() + ": tensor " + name + ": expected finite numbers,"
                        + " found " + values[i] + " at " + i
                        + "; it is damaged, or its training diverged: take another one");
            }
        }
        return values;
    }
}
