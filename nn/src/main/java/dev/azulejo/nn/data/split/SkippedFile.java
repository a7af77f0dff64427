package dev.azulejo.nn.data.split;

import java.nio.file.Path;

/**
 * A file that was left out.
 *
 * @param file which
 * @param reason why, in a few words
 */
public record SkippedFile(Path file, String reason) {}
