package dev.azulejo.cli.measure;

import dev.azulejo.cli.option.DrawOptions;
import dev.azulejo.cli.usage.OptionTypes;
import dev.azulejo.priors.sampling.SamplingOptions;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options of measuring new images. */
public final class SampleOptions {
    @Option(
            names = "--samples",
            paramLabel = "N",
            converter = OptionTypes.Count.class,
            description = "Also draw N new images, and measure them beside real ones by the run's classifier; best as"
                    + " many as were learned from. This takes minutes.")
    private Integer samples;

    @Mixin
    private AcceptOption accept;

    @Mixin
    private DrawOptions draw;

    public boolean areAsked() {
        return samples != null;
    }

    int samples() {
        return samples;
    }

    AcceptOption accept() {
        return accept;
    }

    SamplingOptions drawn() {
        return draw.options();
    }
}
