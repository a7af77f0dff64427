package dev.azulejo.cli.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.azulejo.cli.Browser;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The page of a run in a browser. */
class PageTest {
    @TempDir
    Path folder;

    private static final String PICTURE = "document.getElementById('picture').src";

    private Browser browser() throws Exception {
        assumeTrue(Browser.installed().isPresent(), "no Chromium here, so the page is not looked at");
        return new Browser(Browser.installed().orElseThrow(), folder.resolve("profile"));
    }

    @ParameterizedTest
    @ValueSource(ints = {1280, 390})
    void aTileIsChangedARegionRepaintedAndNewImagesDrawn(int width) throws Exception {
        Path run = Served.copy("ema", folder.resolve("run"));
        try (Browser browser = browser();
                Served served = new Served(run, "--data", Served.IMAGES)) {
            browser.open(served.url(), width, 900);
            browser.until(
                    "document.querySelectorAll('#strip button').length > 0 && " + PICTURE + ".startsWith('data:')");
            for (String section :
                    new String[] {"#explore", "#draw", "#training", "#grid-top", "#grid-bottom", "#curves svg"}) {
                browser.until("document.querySelector('" + section + "')?.getBoundingClientRect().height > 20");
            }
            assertThat(browser.value("document.documentElement.scrollWidth <= innerWidth"))
                    .isEqualTo(true);
            Object before = browser.value(PICTURE);
            browser.click("#grid-top", 0.25, 0.25);
            browser.until("document.querySelectorAll('#codes button').length === 16");
            browser.click("#codes button[aria-pressed=false]", 0.5, 0.5);
            browser.until(PICTURE + " !== '" + before + "'");
            browser.click("#undo", 0.5, 0.5);
            browser.until(PICTURE + " === '" + before + "'");

            browser.value("document.getElementById('grid-top').focus()");
            browser.key("ArrowRight");
            assertThat(browser.value("document.getElementById('where').textContent")
                            .toString())
                    .contains("top, row 1, column 2: code");
            browser.key("Enter");
            browser.until("document.activeElement.parentElement.id === 'codes'");

            browser.click("input[value=brush]", 0.5, 0.5);
            for (double x : new double[] {0.25, 0.75}) {
                browser.click("#grid-top", x, 0.75);
            }
            browser.click("#repaint", 0.5, 0.5);
            browser.until("document.getElementById('seed').value === '1'");
            browser.until("document.getElementById('caption').textContent.endsWith('changed')");
            browser.click("#complete", 0.5, 0.5);
            browser.until("document.getElementById('seed').value === '2'");

            browser.click("#mixing", 0.5, 0.5);
            browser.click("#strip button:last-child", 0.5, 0.5);
            browser.until("!document.getElementById('mix-box').hidden");
            browser.click(".take", 0.5, 0.5);
            browser.click("#sample", 0.5, 0.5);
            browser.until("document.querySelectorAll('#samples img').length === 16");
            browser.click("#samples button", 0.5, 0.5);
            browser.until("document.getElementById('caption').textContent.startsWith('new image 1')");
            assertThat(browser.value("document.getElementById('message').hidden"))
                    .isEqualTo(true);
            assertThat(browser.errors()).isEmpty();
        }
    }

    /** The page is open from before the first checkpoint on, and is never loaded again. */
    @Test
    void whatCannotBeDoneYetSaysWhyUntilItCan() throws Exception {
        Path run = Served.copy("gradient", folder.resolve("run"));
        Path checkpoints = Files.move(run.resolve("checkpoints"), folder.resolve("checkpoints"));
        Path priors = Files.move(run.resolve("priors"), folder.resolve("priors"));
        List<String> metrics = Files.readAllLines(run.resolve("metrics.jsonl"));
        Files.write(run.resolve("metrics.jsonl"), metrics.subList(0, metrics.size() / 2));
        try (Browser browser = browser();
                Served served = new Served(run, "--data", Served.IMAGES)) {
            browser.open(served.url(), 1280, 900);
            browser.until("document.getElementById('explore-missing').textContent.includes('no checkpoint yet')");
            browser.until("document.querySelectorAll('#curves svg').length === 1");
            browser.until("document.getElementById('status').textContent.includes('model not trained to its end yet')");
            assertThat(browser.value(PICTURE)).isEqualTo("");

            Files.move(checkpoints, run.resolve("checkpoints"));
            browser.until(PICTURE + ".startsWith('data:') && document.getElementById('drawing').disabled");
            browser.until(
                    "[...document.querySelectorAll('.priors-missing')].every(e => e.textContent.includes('no trained"
                            + " prior') && e.getBoundingClientRect().height > 10)");

            Files.move(priors, run.resolve("priors"));
            browser.until("!document.getElementById('drawing').disabled");
            browser.until("document.querySelectorAll('#curves svg').length === 3");
            assertThat(browser.errors()).isEmpty();
        }
    }
}
