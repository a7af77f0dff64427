package dev.azulejo.cli.advice;

import static org.assertj.core.api.Assertions.assertThat;

import dev.azulejo.cli.Ran;
import dev.azulejo.cli.Shapes;
import dev.azulejo.nn.run.Metrics;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What training says about itself beside its figures. */
class AdviceTest {
    @TempDir
    Path folder;

    @Test
    void adviceIsGivenWhereStepsAreFarTooFewOrMany() {
        Epochs usual = new Epochs(2500, 64, 9000);
        assertThat(usual.said()).isEqualTo("2,500 steps of 64 images: 17.8 passes through the 9,000 to learn from");
        assertThat(usual.ofModel()).isEmpty();
        assertThat(usual.ofPrior(false)).isEmpty();
        Epochs few = new Epochs(100, 64, 9000);
        assertThat(few.said()).contains("0.711 passes");
        assertThat(few.ofModel().orElseThrow()).contains("--steps 141 ");
        assertThat(new Epochs(141, 64, 9000).ofModel()).isEmpty();
        Epochs many = new Epochs(200_000, 64, 9000);
        assertThat(many.said()).contains(": 1,422 passes ");
        assertThat(many.ofModel().orElseThrow()).contains("held_out_mse");
        assertThat(many.ofPrior(false).orElseThrow()).contains("--set stop_after=40000 ");
        assertThat(many.ofPrior(true)).isEmpty();
    }

    @Test
    void learningByHeartIsSaidOnceAfterThreeRises() {
        List<String> said = new ArrayList<>();
        OverfittingWarning watch =
                new OverfittingWarning("the prior", new Metrics(folder.resolve("metrics.jsonl")), said::add);
        watch.started(0, 1000);
        double[] heldOut = {3, 2, 2.1, 2.2, 2.1, 2.3, 2.4, 2.5, 2.6};
        for (int i = 0; i < heldOut.length; i++) {
            watch.evaluated(100L * (i + 1), Map.of("nats_per_code", heldOut[i], "train_nats_per_code", 3 - .1 * i));
            assertThat(said).as("after " + (i + 1)).hasSize(i < 7 ? 0 : 1);
        }
        assertThat(said.getFirst())
                .startsWith("the prior learns by heart: held-out nats per code rose 3 times in a row")
                .contains("from 2.0000 after step 200 to 2.5000 after step 800", "about 200 steps");
    }

    @Test
    void aRiseIsNoLearningByHeartIfTrainingNatsRiseToo() {
        List<String> said = new ArrayList<>();
        OverfittingWarning watch =
                new OverfittingWarning("the prior", new Metrics(folder.resolve("metrics.jsonl")), said::add);
        for (int i = 1; i < 9; i++) {
            watch.evaluated(i, Map.of("nats_per_code", 1. + i, "train_nats_per_code", 1. + i));
        }
        assertThat(said).isEmpty();
    }

    @Test
    void commandsSayPassesAndEndEarlyWithTheBestWeights() throws Exception {
        Path images = Shapes.write(folder.resolve("images"), 16);
        Path run = folder.resolve("run");
        assertThat(Ran.azulejo("train", "--data", images, "--run", run, "--preset", "tiny", "--steps", 2, "--batch", 4)
                        .succeeded()
                        .err())
                .contains("2 steps of 4 images: ", " passes through the ", "would show every image once");
        Ran.azulejo("encode", "--run", run, "--quiet").succeeded();
        Ran prior = Ran.azulejo(
                "train-prior",
                "--run",
                run,
                "--level",
                "top",
                "--preset",
                "tiny",
                "--steps",
                3000,
                "--set",
                "stop_after=20",
                "--set",
                "dropout=0",
                "--set",
                "learning_rate=0.02",
                "--json");
        assertThat(prior.json().whole("step")).isLessThan(3000);
        assertThat(prior.err())
                .contains("3,000 steps of 16 images: ", " ended early after step ", "whose weights are used")
                .doesNotContain("by heart in more than");
        Ran again = Ran.azulejo("train-prior", "--run", run, "--level", "top", "--resume", "--json");
        assertThat(again.json().whole("step")).isEqualTo(prior.json().whole("step"));
        assertThat(again.json().number("nats_per_code")).isEqualTo(prior.json().number("nats_per_code"));
    }
}
