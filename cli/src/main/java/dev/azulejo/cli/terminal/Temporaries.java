package dev.azulejo.cli.terminal;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Folders that a command has for a while. What is said of them has the names that the user knows. */
public final class Temporaries implements AutoCloseable {
    private record Temporary(Path folder, Path known, Runnable delete) {}

    private final List<Temporary> all = new ArrayList<>();

    /**
     * Keeps a folder until the command ends.
     *
     * @param folder where it is
     * @param known what the user calls it
     * @param delete deletes it
     */
    public void add(Path folder, Path known, Runnable delete) {
        all.add(new Temporary(folder, known, delete));
        // For a process that is killed; once deleted there is nothing left to delete.
        Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(delete));
    }

    /** {@return whether this is one of them} */
    public boolean holds(Path folder) {
        return all.stream().anyMatch(temporary -> temporary.folder().equals(folder));
    }

    /** {@return the text with the names that the user knows} */
    public String named(String text) {
        String named = text;
        for (Temporary temporary : all) {
            named = named.replace(
                    temporary.folder().toString(), temporary.known().toString());
        }
        return named;
    }

    @Override
    public void close() {
        all.forEach(temporary -> temporary.delete().run());
    }
}
