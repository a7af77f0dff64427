package dev.azulejo.nn.train;

/** Measures rates of steps, without what happens between {@link #stepped} and {@link #pause}. */
final class Stopwatch {
    private final int itemsPerStep;
    private final long start = System.nanoTime();
    private long last = start;
    private long lapNanos;
    private long lapSteps;
    private long totalNanos;
    private long totalSteps = -1;

    Stopwatch(int itemsPerStep) {
        this.itemsPerStep = itemsPerStep;
    }

    /** A step is done. The first one, which compiles and allocates, does not count in the total. */
    void stepped() {
        long now = System.nanoTime();
        lapNanos += now - last;
        lapSteps++;
        if (totalSteps >= 0) {
            totalNanos += now - last;
        }
        totalSteps++;
        last = now;
    }

    /** Leaves out the time since the last step. */
    void pause() {
        last = System.nanoTime();
    }

    /** Items per second since the last lap. */
    double lap() {
        double rate = rate(lapSteps, lapNanos);
        lapSteps = 0;
        lapNanos = 0;
        return rate;
    }

    /** Items per second in all, except for the first step. */
    double total() {
        return rate(totalSteps, totalNanos);
    }

    long sinceStart() {
        return System.nanoTime() - start;
    }

    private double rate(long steps, long nanos) {
        return steps <= 0 || nanos <= 0 ? 0 : steps * itemsPerStep * 1e9 / nanos;
    }
}
