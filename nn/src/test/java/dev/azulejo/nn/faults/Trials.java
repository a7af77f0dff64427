package dev.azulejo.nn.faults;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** How many trials to make of what has too many cases: {@code -Dazulejo.trials=5000} for more than a build can afford. */
public final class Trials {
    private Trials() {}

    /** A hundred unless more are asked for. */
    public static int count() {
        return Integer.getInteger("azulejo.trials", 100);
    }

    /** The bytes of every file under a folder, hidden ones too. */
    public static Map<String, String> content(Path folder) throws IOException {
        Map<String, String> all = new TreeMap<>();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                all.put(folder.relativize(file).toString(), HexFormat.of().formatHex(Files.readAllBytes(file)));
            }
        }
        return all;
    }
}
