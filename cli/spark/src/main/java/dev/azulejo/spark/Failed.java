package dev.azulejo.spark;

import dev.azulejo.nn.message.UserException;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/** What Spark says in many lines, in one. */
final class Failed {
    private static final Pattern OURS = Pattern.compile(
            "(?:" + Pattern.quote(UserException.class.getPackageName()) + "\\.|.*\\.PeerLostException: ).*");

    private static final Pattern THROWN = Pattern.compile("(?:[a-z]\\w*\\.)+\\w*(?:Exception|Error)(?:: .*)?");

    private Failed() {}

    static UserException of(Exception e) {
        Throwable root = e;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        String message = root.getMessage() == null ? root.toString() : root.getMessage();
        return new UserException("Spark: " + line(message), e);
    }

    /** The line of it that says why. Of a worker's exception Spark passes on the words alone. */
    static String line(String message) {
        List<String> lines = message.lines().map(String::strip).toList();
        Function<Pattern, Optional<String>> first = pattern ->
                lines.stream().filter(line -> pattern.matcher(line).matches()).findFirst();
        return first.apply(OURS)
                .map(line -> line.substring(line.indexOf("Exception: ") + "Exception: ".length()))
                .or(() -> lines.stream()
                        .filter(line -> line.startsWith("ExecutorLostFailure"))
                        .findFirst()
                        .map(line -> "a worker was lost, and again each time that all began anew: "
                                + line.substring(line.indexOf("Reason: ") + "Reason: ".length())
                                + "; see the executors' logs for why, and give them more memory if the system killed"
                                + " them (spark.executor.memoryOverhead)"))
                .or(() -> first.apply(THROWN))
                .orElse(lines.getFirst());
    }
}
