package dev.azulejo.nn.optim;

/** A rate, mostly of learning, as a function of the step alone, so that a resumed run goes on with the same rates. */
public sealed interface Schedule {
    /**
     * The rate of an update.
     *
     * @param step number of the update, from 1 on
     * @return the learning rate
     */
    double rate(long step);

    /**
     * The same rate throughout.
     *
     * @param rate the rate
     * @return the schedule
     */
    static Schedule constant(double rate) {
        return new Constant(rate);
    }

    /**
     * This schedule, with its first steps scaled up linearly: step / warmup of the rate until then.
     *
     * @param warmup number of steps; 0 for none
     * @return the schedule
     */
    default Schedule withWarmUp(long warmup) {
        return warmup == 0 ? this : new WarmUp(warmup, this);
    }

    /**
     * A rate that falls from one value to another along half a cosine (Loshchilov and Hutter 2017, arXiv 1608.03983,
     * equation 5, without restarts).
     *
     * @param rate the rate at the start
     * @param last the rate from step {@code steps} on
     * @param steps how long the way down is
     * @return the schedule
     */
    static Schedule cosine(double rate, double last, long steps) {
        return new Cosine(rate, last, steps);
    }

    /**
     * The same rate throughout.
     *
     * @param value the rate
     */
    record Constant(double value) implements Schedule {
        /**
         * Checks the rate.
         *
         * @throws IllegalArgumentException if it is negative or not finite
         */
        public Constant {
            requireRate(value);
        }

        @Override
        public double rate(long step) {
            return value;
        }
    }

    /**
     * Linear from 0, then another schedule; at step {@code steps} the warm-up is over.
     *
     * @param steps number of steps of warm-up
     * @param after the schedule, which counts from step 1 too
     */
    record WarmUp(long steps, Schedule after) implements Schedule {
        /**
         * Checks the number.
         *
         * @throws IllegalArgumentException if it is below 1
         */
        public WarmUp {
            if (steps < 1) {
                throw new IllegalArgumentException("schedule: warm-up of " + steps + " steps; expected at least 1");
            }
        }

        @Override
        public double rate(long step) {
            return after.rate(step) * Math.min(1, (double) step / steps);
        }
    }

    /**
     * Half a cosine: {@code last + (first - last) (1 + cos(pi (step - 1) / (steps - 1))) / 2}, then {@code last}.
     *
     * @param first the rate of step 1
     * @param last the rate from step {@code steps} on
     * @param steps how long the way down is
     */
    record Cosine(double first, double last, long steps) implements Schedule {
        /**
         * Checks the numbers.
         *
         * @throws IllegalArgumentException if a rate is negative or not finite or there is no step
         */
        public Cosine {
            requireRate(first);
            requireRate(last);
            if (steps < 1) {
                throw new IllegalArgumentException("schedule: cosine over " + steps + " steps; expected at least 1");
            }
        }

        @Override
        public double rate(long step) {
            if (step >= steps) {
                return last;
            }
            // StrictMath: the same bits on every machine.
            double way = (double) (step - 1) / (steps - 1);
            return last + (first - last) * (1 + StrictMath.cos(Math.PI * way)) / 2;
        }
    }

    private static void requireRate(double rate) {
        if (!(rate >= 0 && rate < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("schedule: rate " + rate + "; expected at least 0");
        }
    }
}
