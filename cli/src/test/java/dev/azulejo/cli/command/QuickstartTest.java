package dev.azulejo.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.azulejo.cli.Ran;
import dev.azulejo.cli.terminal.Interrupt;
import dev.azulejo.nn.io.JsonObject;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A quickstart of very few steps: stopped, gone on with, asked for again. */
class QuickstartTest {
    private static final double FEW = 0.002;

    @TempDir
    Path folder;

    @Test
    void goesOnWhereItWasStoppedAndLeavesAllThatAPersonLooksAt() {
        Path out = folder.resolve("qs");
        Interrupt interrupt = new Interrupt();
        interrupt.request();
        Ran.azulejo(interrupt, "quickstart", "--out", out, "--minutes", FEW, "--quiet")
                .failed(130, "azulejo quickstart --out " + out + " --minutes " + FEW);
        assertThat(out.resolve("checkpoints/1")).exists();
        assertThat(out.resolve("report.html")).doesNotExist();

        JsonObject json = Ran.azulejo("quickstart", "--out", out, "--minutes", FEW, "--quiet", "--json")
                .json();
        assertThat(json.members().keySet()).containsExactly("mse", "psnr", "samples", "run");
        assertThat(Path.of(json.text("samples"))).exists();
        assertThat(out.resolve("reconstructions.png")).exists();
        assertThat(out.resolve("report.html"))
                .content()
                .contains("data:image/png;base64,", "nats per code", "Settings");

        Ran again = Ran.azulejo("quickstart", "--out", out, "--minutes", FEW).succeeded();
        assertThat(again.err()).contains("done already");
        assertThat(again.out()).contains("report.html");
        Ran.azulejo("quickstart", "--out", out, "--minutes", 2 * FEW, "--quiet").failed(1, "began with steps");
        Ran.azulejo("quickstart", "--out", out, "--minutes", FEW, "--seed", 1, "--quiet")
                .failed(1, "began with seed 0, found 1");
    }
}
