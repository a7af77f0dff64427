package dev.azulejo.nn.io;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Names beside a target for what is not whole yet: {@code .NAME.partial-PID-UNIQUE}. The process tells a dead writer's
 * leftovers from a living one's; the rest is drawn again each time, so that in a shared folder nobody else's file, left
 * there or put there on purpose, has the name already.
 */
final class TemporaryNames {
    /** The text after {@code .partial-}; earlier versions wrote the process alone. */
    private static final Pattern WRITER = Pattern.compile("([0-9]{1,18})(-[0-9a-f]{16})?(-old)?");

    private TemporaryNames() {}

    /** A name that nothing has, after the leftovers of dead writers have been dealt with. */
    static Path of(Path place) {
        String prefix = "." + place.getFileName() + ".partial-";
        for (Path path : left(place, prefix)) {
            clear(path, path.getFileName().toString().substring(prefix.length()), place);
        }
        String drawn = UUID.randomUUID().toString().replace("-", "").substring(16);
        return place.resolveSibling(prefix + ProcessHandle.current().pid() + "-" + drawn);
    }

    private static List<Path> left(Path place, String prefix) {
        try (Stream<Path> siblings = Files.list(place.getParent())) {
            return siblings.filter(p -> p.getFileName().toString().startsWith(prefix))
                    .toList();
        } catch (IOException e) {
            return List.of(); // A folder that may be written but not listed: nothing to see, nothing to clear.
        }
    }

    private static void clear(Path path, String end, Path place) {
        Matcher writer = WRITER.matcher(end);
        if (!writer.matches()) {
            return;
        }
        long pid = Long.parseLong(writer.group(1));
        if (pid != ProcessHandle.current().pid() && ProcessHandle.of(pid).isPresent()) {
            return;
        }
        try {
            // Its writer died between the two moves of a replacement: this is the last good one.
            if (writer.group(3) != null && !Files.exists(place)) {
                Disk.rename(path, place);
            } else {
                AtomicFiles.deleteTree(path);
            }
        } catch (IOException e) {
            // Another user's, in a folder where each may delete only his own: it is not in the way.
        }
    }
}
