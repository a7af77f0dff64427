package dev.azulejo.cli.option;

import dev.azulejo.cli.usage.OptionTypes;
import dev.azulejo.cli.usage.UsageException;
import dev.azulejo.priors.sampling.SamplingOptions;
import picocli.CommandLine.Option;

/** The options of every command that draws codes. */
public final class DrawOptions {
    @Option(
            names = "--temperature",
            paramLabel = "T",
            defaultValue = "1",
            converter = OptionTypes.Temperature.class,
            description = "Below 1 for likelier images, above for more various ones, 0 for the likeliest code always"
                    + " (default ${DEFAULT-VALUE}: as the priors learned; quickstart's pictures have 0.85, and --top-p"
                    + " 0.95).")
    private double temperature;

    @Option(
            names = "--top-k",
            paramLabel = "K",
            converter = OptionTypes.Count.class,
            description = "Draw each code from the K likeliest alone.")
    private Integer topK;

    @Option(
            names = "--top-p",
            paramLabel = "P",
            defaultValue = "1",
            converter = OptionTypes.Probability.class,
            description = "Draw each code from the likeliest that together have this probability (default"
                    + " ${DEFAULT-VALUE}: all).")
    private double topP;

    @Option(
            names = "--seed",
            paramLabel = "S",
            defaultValue = "0",
            converter = OptionTypes.Seed.class,
            description = "Of the draws (default ${DEFAULT-VALUE}).")
    private long seed;

    /** As they were given. */
    public SamplingOptions options() {
        return UsageException.refusing(() -> new SamplingOptions(temperature, topK == null ? 0 : topK, topP, seed));
    }
}
