package dev.azulejo.cli.usage;

import java.math.BigDecimal;
import java.math.BigInteger;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Numbers as options take them: an absurd one is refused where it is typed. */
public final class OptionTypes {
    private OptionTypes() {}

    /** A whole number within bounds. */
    abstract static class Between implements ITypeConverter<Integer> {
        private final int least;
        private final int most;

        Between(int least, int most) {
            this.least = least;
            this.most = most;
        }

        @Override
        public Integer convert(String text) {
            return (int) whole(text, least, most);
        }
    }

    /** A number of things, at least 1. */
    public static final class Count extends Between {
        Count() {
            super(1, 1_000_000);
        }
    }

    /** Pictures on the way from one to another, both included. */
    public static final class Stages extends Between {
        Stages() {
            super(2, 1000);
        }
    }

    /** Zeros on each side of an image. */
    public static final class Padding extends Between {
        Padding() {
            super(0, 1024);
        }
    }

    /** A number of threads. */
    public static final class Threads extends Between {
        Threads() {
            super(1, 1024);
        }
    }

    /** A device, counted from 0. */
    public static final class Device extends Between {
        Device() {
            super(0, 1023);
        }
    }

    /** A number of steps. */
    public static final class Steps extends Between {
        Steps() {
            super(1, 1_000_000_000);
        }
    }

    /** A class, counted from 0. */
    public static final class Label extends Between {
        Label() {
            super(0, 1_000_000);
        }
    }

    /** A seed, any whole number of 64 bits. */
    public static final class Seed implements ITypeConverter<Long> {
        @Override
        public Long convert(String text) {
            return whole(text, Long.MIN_VALUE, Long.MAX_VALUE);
        }
    }

    /** A finite number above 0. */
    public static final class Positive implements ITypeConverter<Double> {
        @Override
        public Double convert(String text) {
            return real(text, false, 1e6);
        }
    }

    /** A finite number, 0 or above. */
    public static final class Temperature implements ITypeConverter<Double> {
        private static final double MOST = 1000;

        @Override
        public Double convert(String text) {
            return real(text, true, MOST);
        }
    }

    /** A share of a whole, from nothing to all of it. */
    public static final class Share implements ITypeConverter<Double> {
        @Override
        public Double convert(String text) {
            return real(text, true, 1);
        }
    }

    /** A probability above 0. */
    public static final class Probability implements ITypeConverter<Double> {
        @Override
        public Double convert(String text) {
            return real(text, false, 1);
        }
    }

    private static long whole(String text, long least, long most) {
        BigInteger value = null;
        // Longer ones are out of bounds anyway, and slow to read.
        if (text.length() <= 40 && text.strip().matches("[+-]?[0-9][0-9_]*")) {
            value = new BigInteger(text.strip().replace("_", ""));
        }
        if (value == null
                || value.compareTo(BigInteger.valueOf(least)) < 0
                || value.compareTo(BigInteger.valueOf(most)) > 0) {
            String range = least == Long.MIN_VALUE ? " of 64 bits" : " from " + least + " to " + most;
            throw new TypeConversionException("expected a whole number" + range + ", found " + text);
        }
        return value.longValueExact();
    }

    private static double real(String text, boolean zero, double most) {
        double value = Double.NaN;
        if (text.strip().matches("[+-]?[0-9.]{1,40}([eE][+-]?[0-9]{1,4})?")) {
            try {
                value = new BigDecimal(text.strip()).doubleValue();
            } catch (NumberFormatException e) {
                // Two points, say.
            }
        }
        if (!((zero ? value >= 0 : value > 0) && value <= most)) {
            throw new TypeConversionException("expected a number " + (zero ? "from 0 to " : "above 0, at most ")
                    + BigDecimal.valueOf(most).stripTrailingZeros().toPlainString() + ", found " + text);
        }
        return value;
    }
}
