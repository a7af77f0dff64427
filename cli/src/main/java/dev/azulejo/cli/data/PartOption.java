package dev.azulejo.cli.data;

import dev.azulejo.nn.data.ImageData;
import dev.azulejo.nn.data.split.Split;
import picocli.CommandLine.Option;

/** The option of every command that shows or measures images of a source. */
public final class PartOption {
    @Option(
            names = "--part",
            paramLabel = "P",
            defaultValue = "held-out",
            converter = PartConverter.class,
            description = "Which images: held-out (the default), train or all.")
    private Part part;

    /** Whether it is what the run does not learn from. */
    public boolean isHeldOut() {
        return part == Part.HELD_OUT;
    }

    /** The images of that part. */
    public ImageData of(Split split) {
        return part.of(split);
    }
}
