package dev.azulejo.cli.data;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Options that are one of a few words. */
public final class Words {
    private Words() {}

    /** {@code held-out}, {@code train} or {@code all}. */
    public static final class PartWord implements ITypeConverter<Part> {
        @Override
        public Part convert(String text) {
            return find(text, Arrays.asList(Part.values()));
        }
    }

    private static <T> T find(String text, List<T> values) {
        for (T value : values) {
            if (value.toString().toLowerCase(Locale.ROOT).equals(text.strip().toLowerCase(Locale.ROOT))) {
                return value;
            }
        }
        List<String> known =
                values.stream().map(v -> v.toString().toLowerCase(Locale.ROOT)).toList();
        throw new TypeConversionException("expected " + String.join(", ", known.subList(0, known.size() - 1)) + " or "
                + known.getLast() + ", found " + text);
    }
}
