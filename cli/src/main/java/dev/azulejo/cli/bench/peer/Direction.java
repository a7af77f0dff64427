package dev.azulejo.cli.bench.peer;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** The part of a convolution that is computed. */
public enum Direction {
    FORWARD,
    INPUT,
    WEIGHTS;

    /** The direction's name on the command line. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** One of them, or all. */
    public static final class Choice implements ITypeConverter<Directions> {
        @Override
        public Directions convert(String text) {
            if (text.equals("all")) {
                return new Directions(List.of(values()));
            }
            return Arrays.stream(values())
                    .filter(direction -> direction.word().equals(text))
                    .findFirst()
                    .map(direction -> new Directions(List.of(direction)))
                    .orElseThrow(() ->
                            new TypeConversionException("expected forward, input, weights or all, found " + text));
        }
    }

    /**
     * The directions that were asked for.
     *
     * @param list in order
     */
    public record Directions(List<Direction> list) {}
}
