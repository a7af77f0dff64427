package dev.azulejo.cli;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import jdk.jfr.consumer.RecordingStream;

/** What is read of files, as the JVM's flight recorder sees it. */
public final class FileReads {
    private FileReads() {}

    /** {@return how many bytes some work reads of each file of this name, by its path} */
    public static Map<String, Long> of(String name, Callable<?> work) throws Exception {
        Map<String, Long> read = new ConcurrentHashMap<>();
        try (RecordingStream recording = new RecordingStream()) {
            recording.enable("jdk.FileRead").withThreshold(Duration.ZERO).with("throttle", "off");
            recording.onEvent("jdk.FileRead", event -> {
                if (event.getString("path") != null && event.getString("path").endsWith(name)) {
                    // What finds the end of the file has read -1 byte.
                    read.merge(event.getString("path"), Math.max(0, event.getLong("bytesRead")), Long::sum);
                }
            });
            recording.startAsync();
            work.call();
            recording.stop();
        }
        return read;
    }
}
