package dev.azulejo.nn.optim;

/** The way in which a rate goes down: of learning, or of leaving something out. */
public enum RateDecay {
    /** It does not. */
    CONSTANT,
    /** Along half a cosine, to 0 at the last step. */
    COSINE;

    /**
     * The rate of each step.
     *
     * @param rate once warmed up
     * @param steps number of steps
     * @param warmup steps in which the rate rises linearly from 0
     * @return the schedule
     */
    public Schedule schedule(double rate, int steps, int warmup) {
        Schedule schedule = switch (this) {
            case CONSTANT -> Schedule.constant(rate);
            case COSINE -> Schedule.cosine(rate, 0, steps);
        };
        return schedule.withWarmUp(warmup);
    }
}
