package dev.azulejo.cli.chart;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.DoubleStream;

/**
 * The values along an axis of a plot, and those of them that are named.
 *
 * @param low where it begins
 * @param span how far it reaches, in logarithms if it is logarithmic
 * @param logarithmic whether equal ways are equal factors
 * @param ticks the values that are named
 */
public record Scale(double low, double span, boolean logarithmic, List<Double> ticks) {
    /** Room beside the outermost values. */
    private static final double MARGIN = .04;

    /** Values that differ by a larger factor are on a logarithmic scale. */
    private static final double WIDE = 8;

    /** The part of an axis that a name takes. */
    private static final double NAME = .08;

    /** A scale for values, logarithmic where they span much. */
    public static Scale of(DoubleStream values) {
        double[] sorted = values.sorted().toArray();
        return of(sorted[0], sorted[sorted.length - 1]);
    }

    /** The same, from zero on if it is not logarithmic. */
    public static Scale ofAmounts(DoubleStream values) {
        double[] sorted = values.sorted().toArray();
        double most = sorted[sorted.length - 1];
        return most > WIDE * sorted[0] ? of(sorted[0], most) : of(0, most);
    }

    private static Scale of(double least, double most) {
        boolean logarithmic = least > 0 && most > WIDE * least;
        double from = logarithmic ? Math.log(least) : least;
        double to = logarithmic ? Math.log(most) : most;
        double margin = Math.max((to - from) * MARGIN, 1e-9);
        return new Scale(
                from - margin,
                to - from + 2 * margin,
                logarithmic,
                logarithmic ? powers(least, most) : even(least, most));
    }

    /** A scale of whole steps, from the first to the last. */
    public static Scale steps(long first, long last) {
        long apart = apart(last - first);
        List<Double> ticks = new ArrayList<>();
        for (long step = Math.ceilDiv(first, apart) * apart; step <= last; step += apart) {
            ticks.add((double) step);
        }
        return new Scale(first, Math.max(1, last - first), false, ticks);
    }

    /** A logarithmic scale that names the values that there are, where there is room. */
    public static Scale factors(DoubleStream values) {
        double[] sorted = values.sorted().distinct().toArray();
        double low = Math.log(sorted[0]);
        double span = Math.max(1e-9, Math.log(sorted[sorted.length - 1]) - low);
        List<Double> ticks = new ArrayList<>();
        for (double value : sorted) {
            if (ticks.isEmpty() || Math.log(value / ticks.getLast()) > NAME * span) {
                ticks.add(value);
            }
        }
        return new Scale(low, span, true, ticks);
    }

    /** {@return where a value is, from 0 to 1} */
    double part(double value) {
        return ((logarithmic ? Math.log(value) : value) - low) / span;
    }

    /** Steps between labels: 1, 2 or 5 times a power of ten, for two to six labels. */
    private static long apart(long span) {
        for (long unit = 1; ; unit *= 10) {
            for (long apart : new long[] {unit, 2 * unit, 5 * unit}) {
                if (span / apart <= 5) {
                    return apart;
                }
            }
        }
    }

    /** Three to six round numbers. */
    private static List<Double> even(double least, double most) {
        double rough = Math.max((most - least) / 3, Math.abs(most) * 1e-6 + 1e-12);
        double unit = Math.pow(10, Math.floor(Math.log10(rough)));
        double apart = rough >= 5 * unit ? 5 * unit : rough >= 2 * unit ? 2 * unit : unit;
        List<Double> ticks = new ArrayList<>();
        for (long i = (long) Math.ceil(least / apart - 1e-9); i * apart <= most + apart * 1e-9; i++) {
            ticks.add(i * apart);
        }
        return ticks;
    }

    /** 1, 2 and 5 times powers of ten; the powers alone if those are many. */
    private static List<Double> powers(double least, double most) {
        List<Double> ticks = new ArrayList<>();
        boolean many = most > 1000 * least;
        for (int power = (int) Math.floor(Math.log10(least)); power <= Math.log10(most); power++) {
            for (int digit : many ? new int[] {1} : new int[] {1, 2, 5}) {
                double tick = digit * Math.pow(10, power);
                if (tick >= least && tick <= most) {
                    ticks.add(tick);
                }
            }
        }
        return ticks;
    }

    /** {@return a value with as few digits as it takes} */
    public static String number(double value) {
        BigDecimal rounded = BigDecimal.valueOf(value).round(new MathContext(4)).stripTrailingZeros();
        boolean plain = value == 0 || (Math.abs(value) >= 1e-4 && Math.abs(value) < 1e7);
        return plain ? rounded.toPlainString() : String.format(Locale.ROOT, "%.2g", value);
    }
}
