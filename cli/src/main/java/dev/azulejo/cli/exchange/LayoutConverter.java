package dev.azulejo.cli.exchange;

import dev.azulejo.nn.config.Settings;
import dev.azulejo.nn.message.UserException;
import dev.azulejo.vqvae2.exchange.WeightLayout;
import java.util.Arrays;
import java.util.List;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads the name of a layout of weights. */
public final class LayoutConverter implements ITypeConverter<WeightLayout> {
    @Override
    public WeightLayout convert(String word) {
        List<String> known =
                Arrays.stream(WeightLayout.values()).map(WeightLayout::word).toList();
        UserException unknown = Settings.unknown("layout", word, known);
        return Arrays.stream(WeightLayout.values())
                .filter(layout -> layout.word().equals(word))
                .findFirst()
                .orElseThrow(() -> new TypeConversionException(unknown.getMessage()));
    }
}
