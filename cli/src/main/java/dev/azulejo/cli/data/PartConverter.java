package dev.azulejo.cli.data;

import java.util.Locale;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Converts the argument of {@code --part}: {@code held-out}, {@code train} or {@code all}, in any case. */
public final class PartConverter implements ITypeConverter<Part> {
    @Override
    public Part convert(String text) {
        for (Part part : Part.values()) {
            if (part.toString().equals(text.strip().toLowerCase(Locale.ROOT))) {
                return part;
            }
        }
        throw new TypeConversionException("expected held-out, train or all, found " + text);
    }
}
