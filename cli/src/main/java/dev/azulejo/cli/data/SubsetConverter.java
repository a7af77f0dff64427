package dev.azulejo.cli.data;

import java.util.Locale;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Converts the argument of {@code --part}: {@code held-out}, {@code train} or {@code all}, in any case. */
public final class SubsetConverter implements ITypeConverter<Subset> {
    @Override
    public Subset convert(String text) {
        for (Subset subset : Subset.values()) {
            if (subset.toString().equals(text.strip().toLowerCase(Locale.ROOT))) {
                return subset;
            }
        }
        throw new TypeConversionException("expected held-out, train or all, found " + text);
    }
}
