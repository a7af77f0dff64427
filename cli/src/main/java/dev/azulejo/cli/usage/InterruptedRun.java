package dev.azulejo.cli.usage;

/** Training was asked to stop and did, with a checkpoint; the message says how to go on. Exit status 130. */
public final class InterruptedRun extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public InterruptedRun(String message) {
        super(message);
    }
}
