package dev.azulejo.cli.serve;

/** A request that is not answered, by the status of HTTP that says why. */
final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1L;

    static final int BAD = 400;
    static final int FOREIGN = 403;
    static final int NOT_FOUND = 404;
    static final int METHOD = 405;
    static final int NOT_YET = 409;
    static final int TOO_LARGE = 413;
    static final int FAILED = 500;
    static final int BUSY = 503;
    static final int TOO_LONG = 504;

    private final int status;

    Refusal(int status, String line) {
        super(line);
        this.status = status;
    }

    int status() {
        return status;
    }
}
