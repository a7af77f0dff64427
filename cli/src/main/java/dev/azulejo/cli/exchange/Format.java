package dev.azulejo.cli.exchange;

import dev.azulejo.nn.config.Settings;
import java.util.Arrays;
import java.util.Locale;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** What {@code export} writes. */
enum Format {
    /** One safetensors file for {@code load_state_dict}. */
    PYTORCH("the weights"),
    /** The folder of a model hub. */
    HF("the weights"),
    /** Three graphs for a runtime of ONNX. */
    ONNX("graphs"),
    /** The codes of images as arrays of NumPy. */
    NPY("the codes"),
    /** One file with what it takes to use the run. */
    BUNDLE("the weights");

    private final String content;

    Format(String content) {
        this.content = content;
    }

    /** {@return what of a model is written, in words} */
    String content() {
        return content;
    }

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
