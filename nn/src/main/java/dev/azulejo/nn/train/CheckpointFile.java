package dev.azulejo.nn.train;

import dev.azulejo.nn.io.Checksum;
import dev.azulejo.nn.io.Json;
import dev.azulejo.nn.io.JsonObject;
import dev.azulejo.nn.message.UserException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** Reads {@code state.json}, and says what is wrong with a checkpoint. */
sealed interface CheckpointFile {
    /** Every file is there with its size, and nothing that {@code state.json} says makes no sense. */
    record Complete(Checkpoint checkpoint, JsonObject state) implements CheckpointFile {
        /** The state by the checksums, which takes reading all files. Earlier versions wrote none. */
        CheckpointFile verified() {
            if (state.has("checksums")) {
                JsonObject checksums = state.object("checksums");
                for (String name : checksums.members().keySet()) {
                    Path file = checkpoint.folder().resolve(name);
                    if (checkpoint.files().contains(name) && !Checksum.of(file).equals(checksums.text(name))) {
                        return new Damaged(
                                checkpoint.folder(),
                                name + " is not as it was written, for its checksum is another one than in "
                                        + Checkpoint.STATE);
                    }
                }
            }
            return this;
        }
    }

    /**
     * A checkpoint that is not to be used.
     *
     * @param why names the file
     */
    record Damaged(Path folder, String why) implements CheckpointFile {}

    /** Names of files beside it: no path leads elsewhere. */
    Pattern NAME = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.-]{0,99}");

    static CheckpointFile read(Path folder) {
        try {
            JsonObject state = Json.readObject(folder.resolve(Checkpoint.STATE));
            requireFormat(state);
            Checksum.requireSeal(state);
            return read(folder, state);
        } catch (OtherFormat e) {
            throw e;
        } catch (UserException e) {
            return new Damaged(folder, e.getMessage());
        }
    }

    private static CheckpointFile read(Path folder, JsonObject state) {
        long step = state.whole("step");
        if (!folder.getFileName().toString().equals(Long.toString(step))) {
            return new Damaged(folder, state.name() + " is of step " + step);
        }
        JsonObject sizes = state.object("files");
        TreeSet<String> names = new TreeSet<>(sizes.members().keySet());
        names.add(Checkpoint.MODEL);
        if (Files.exists(folder.resolve(Checkpoint.OPTIMIZER))) { // A bundle has none.
            names.add(Checkpoint.OPTIMIZER);
        }
        for (String name : names) {
            if (!NAME.matcher(name).matches()) {
                return new Damaged(
                        folder, state.name() + " names a file " + Json.write(name) + ", which is none of its");
            }
            Path file = folder.resolve(name);
            try {
                long size = Files.size(file);
                if (sizes.has(name) && size != sizes.whole(name)) {
                    return new Damaged(
                            folder, name + " has " + size + " bytes, expected " + sizes.whole(name) + ": cut short?");
                }
            } catch (IOException e) {
                return new Damaged(folder, name + " is missing");
            }
        }
        Map<String, Double> metrics = new LinkedHashMap<>();
        JsonObject figures = state.object("metrics");
        figures.members().keySet().forEach(key -> metrics.put(key, figures.number(key)));
        Optional<JsonObject> log = state.has("log") ? Optional.of(state.object("log")) : Optional.empty();
        return new Complete(new Checkpoint(folder, step, metrics, names, log), state);
    }

    private static void requireFormat(JsonObject state) {
        if (state.whole("format") != Checkpoint.FORMAT) {
            throw new OtherFormat(state.name() + ": expected a checkpoint of format " + Checkpoint.FORMAT + ", found "
                    + state.whole("format") + "; use the version of azulejo that wrote it");
        }
    }

    /** A checkpoint that is not damaged, but of another version: to pass it over would be wrong. */
    final class OtherFormat extends UserException {
        private static final long serialVersionUID = 1L;

        OtherFormat(String message) {
            super(message);
        }
    }
}
