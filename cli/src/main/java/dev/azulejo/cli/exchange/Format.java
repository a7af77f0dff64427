package dev.azulejo.cli.exchange;

import dev.azulejo.nn.config.Settings;
import java.util.Arrays;
import java.util.Locale;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** What {@code export} writes. */
enum Format {
    /** One safetensors file for {@code load_state_dict}. */
    PYTORCH,
    /** The folder of a model hub. */
    HF,
    /** Three graphs for a runtime of ONNX. */
    ONNX,
    /** The codes of images as arrays of NumPy. */
    NPY;

    /** {@return the name, as a user types it} */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Reads the argument of {@code --to}. */
    static final class Converter implements ITypeConverter<Format> {
        @Override
        public Format convert(String word) {
            return Arrays.stream(values())
                    .filter(format -> format.word().equals(word))
                    .findFirst()
                    .orElseThrow(() -> new TypeConversionException(Settings.unknown(
                                    "format",
                                    word,
                                    Arrays.stream(values()).map(Format::word).toList())
                            .getMessage()));
        }
    }
}
