package dev.azulejo.nn.data.records;

import dev.azulejo.nn.io.FileErrors;
import dev.azulejo.nn.message.UserException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Names of classes in a text file, one per line: label 0 is the first. */
final class ClassNames {
    private ClassNames() {}

    /** The names; empty if there is no such file. */
    static Optional<List<String>> of(Path file) {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            List<String> names = new String(Files.readAllBytes(file), StandardCharsets.UTF_8)
                    .replace("\uFEFF", "") // a mark of byte order, as some editors put before UTF-8
                    .lines()
                    .map(String::strip)
                    .filter(line -> !line.isEmpty())
                    .toList();
            if (names.isEmpty() || names.size() > 256) {
                throw new UserException(file + ": expected one name of a class per line, found " + names.size());
            }
            return Optional.of(names);
        } catch (IOException e) {
            throw FileErrors.cannotRead(file, e);
        }
    }
}
