import com.palantir.javaformat.java.Main;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Formats every Java file of the project ({@code apply}), or names those that are not formatted ({@code check}).
 *
 * <p>Run by the root {@code pom.xml} on the JDK of the toolchain, because the formatter parses with the javac of the
 * JVM that it runs on, and Maven may run on one too old for this code.
 */
final class Format {
    private Format() {}

    public static void main(String[] args) throws Exception {
        List<String> options = switch (args[0]) {
            case "apply" -> List.of("--palantir", "--replace");
            case "check" -> List.of("--palantir", "--dry-run", "--set-exit-if-changed");
            default -> throw new IllegalArgumentException("-Dformat=" + args[0] + ": expected check or apply");
        };
        Path root = Path.of("").toAbsolutePath();
        String[] arguments =
                Stream.concat(options.stream(), sources(root).stream()).toArray(String[]::new);

        StringWriter out = new StringWriter();
        PrintWriter err = new PrintWriter(System.err, true);
        int status = new Main(new PrintWriter(out, true), err, InputStream.nullInputStream()).format(arguments);

        out.toString().lines().forEach(file -> err.println("not formatted: " + root.relativize(Path.of(file))));
        if (status != 0 && args[0].equals("check")) {
            err.println("to format: mvn -q -N verify -Dformat=apply");
        }
        System.exit(status);
    }

    private static List<String> sources(Path root) throws IOException {
        try (Stream<Path> paths = Files.walk(root)) {
            return paths.map(Path::toString)
                    .filter(path -> path.endsWith(".java"))
                    .filter(path -> !path.substring(root.toString().length())
                            .replace('\\', '/')
                            .contains("/target/"))
                    .sorted()
                    .toList();
        }
    }
}
