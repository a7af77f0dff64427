package dev.azulejo.nn.run;

import dev.azulejo.nn.io.AtomicFiles;
import dev.azulejo.nn.io.Checksum;
import dev.azulejo.nn.io.FileErrors;
import dev.azulejo.nn.io.Json;
import dev.azulejo.nn.io.JsonObject;
import dev.azulejo.nn.message.UserException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Figures of a run over its steps, one JSON object per line: {@code {"step":100,"loss":0.0123,...}}. Times are not among
 * them, so that the same run leaves the same bytes.
 *
 * @param file {@code metrics.jsonl}
 */
public record Metrics(Path file) {
    /**
     * One line.
     *
     * @param step number of the step
     * @param values figures by name
     */
    public record Line(long step, Map<String, Double> values) {}

    /**
     * Appends a line.
     *
     * @param step number of the step
     * @param values figures by name, all finite
     * @throws UserException if it cannot be written
     */
    public void append(long step, Map<String, Double> values) {
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("step", step);
        line.putAll(values);
        ByteBuffer bytes = ByteBuffer.wrap((Json.write(line) + "\n").getBytes(StandardCharsets.UTF_8));
        try (FileChannel out = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
            while (bytes.hasRemaining()) {
                out.write(bytes);
            }
        } catch (IOException e) {
            throw FileErrors.cannotWrite(file, e);
        }
    }

    /**
     * Flushes the lines to the disk, if there are any: before a checkpoint that counts on them.
     *
     * @throws UserException if it cannot be written
     */
    public void sync() {
        if (Files.exists(file)) {
            AtomicFiles.sync(file);
        }
    }

    /**
     * How long it is now, and its checksum: what a checkpoint remembers of it.
     *
     * @return values of JSON's types by name
     * @throws IOException if it cannot be read
     */
    public Map<String, Object> stamp() throws IOException {
        Map<String, Object> stamp = new LinkedHashMap<>();
        stamp.put("bytes", Files.size(file));
        stamp.put(Checksum.MEMBER, Checksum.of(file));
        return stamp;
    }

    /**
     * Whether it begins with the lines that it had when a checkpoint was written.
     *
     * @param stamp as {@link #stamp} gave it then
     * @return whether it does
     * @throws UserException if it cannot be read
     */
    public boolean beginsAs(JsonObject stamp) {
        try {
            long bytes = stamp.whole("bytes");
            return Files.exists(file)
                    && Files.size(file) >= bytes
                    && Checksum.of(file, bytes).equals(stamp.text(Checksum.MEMBER));
        } catch (IOException e) {
            throw FileErrors.cannotRead(file, e);
        }
    }

    /**
     * Drops what lies beyond a step, and a last line that was torn when its process was killed, so that a resumed run
     * leaves each line once.
     *
     * @param step the last step that stays; 0 for none
     * @throws UserException if the file cannot be read or written, or is not one of metrics
     */
    public void truncateAfter(long step) {
        List<String> lines = lines();
        StringBuilder kept = new StringBuilder();
        for (int i = 0; i < lines.size(); i++) {
            if (parse(lines.get(i), i).step() <= step) {
                kept.append(lines.get(i)).append('\n');
            }
        }
        try {
            if (Files.exists(file) && Files.size(file) != kept.toString().getBytes(StandardCharsets.UTF_8).length) {
                AtomicFiles.text(file, kept.toString());
            }
        } catch (IOException e) {
            throw FileErrors.cannotRead(file, e);
        }
    }

    /**
     * Drops what was appended after a checkpoint, which remembers how long the file was.
     *
     * @param bytes how long it was
     * @throws UserException if it cannot be read or written
     */
    public void cut(long bytes) {
        try {
            if (Files.size(file) > bytes) {
                byte[] all = Files.readAllBytes(file);
                AtomicFiles.bytes(file, Arrays.copyOf(all, (int) bytes));
            }
        } catch (IOException e) {
            throw FileErrors.cannotRead(file, e);
        }
    }

    /**
     * All lines, except for a last one that was torn.
     *
     * @return the lines in order; none if there is no file
     * @throws UserException if the file cannot be read or is not one of metrics
     */
    public List<Line> read() {
        List<String> lines = lines();
        List<Line> parsed = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            parsed.add(parse(lines.get(i), i));
        }
        return parsed;
    }

    /** Whole lines: what follows the last newline was torn. */
    private List<String> lines() {
        if (!Files.exists(file)) {
            return List.of();
        }
        try {
            String text = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
            return text.substring(0, text.lastIndexOf('\n') + 1).lines().toList();
        } catch (IOException e) {
            throw FileErrors.cannotRead(file, e);
        }
    }

    private Line parse(String text, int index) {
        String name = file + ": line " + (index + 1);
        try {
            JsonObject object = JsonObject.of(Json.read(text, name), name);
            Map<String, Double> values = new LinkedHashMap<>();
            for (String key : object.members().keySet()) {
                if (!key.equals("step")) {
                    values.put(key, object.number(key));
                }
            }
            return new Line(object.whole("step"), values);
        } catch (UserException e) {
            throw new UserException(e.getMessage() + "; mend that line, or delete it", e);
        }
    }
}
