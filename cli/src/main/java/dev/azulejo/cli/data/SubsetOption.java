package dev.azulejo.cli.data;

import dev.azulejo.nn.data.ImageData;
import dev.azulejo.nn.data.split.Split;
import picocli.CommandLine.Option;

/** The option of every command that shows or measures images of a source. */
public final class SubsetOption {
    @Option(
            names = "--part",
            paramLabel = "P",
            defaultValue = "held-out",
            converter = SubsetConverter.class,
            description = "Which images: held-out (the default), train or all.")
    private Subset subset;

    /** Whether it is what the run does not learn from. */
    public boolean isHeldOut() {
        return subset == Subset.HELD_OUT;
    }

    /** What it names. */
    public Subset subset() {
        return subset;
    }

    /** The images that it names. */
    public ImageData of(Split split) {
        return subset.of(split);
    }
}
