package dev.azulejo.cli.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.azulejo.cli.Browser;
import dev.azulejo.cli.Ran;
import dev.azulejo.cli.Runs;
import dev.azulejo.cli.Shapes;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page of a run as a browser loads it. */
class BrowserTest {
    private static final List<String> SECTIONS =
            List.of("progress", "figures", "samples", "reconstructions", "codes", "measures", "model", "priors");

    @TempDir
    Path folder;

    @Test
    void aBrowserFindsEverySectionWithoutAnErrorOnAPhoneToo() throws Exception {
        Path program = Browser.installed().orElse(null);
        assumeTrue(program != null, "no Chromium here, so the report is not looked at");
        Path images = Shapes.write(folder.resolve("images"), 16);
        Path run = folder.resolve("run");
        Runs.train(images, run, 60, "--batch", 4, "--evaluate-every", 20);
        Runs.priors(run, 20, "--evaluate-every", 10);
        Ran.azulejo("sample", "--run", run, "--count", 4, "--quiet").succeeded();
        Ran.azulejo("reconstruct", "--run", run, "--out", run.resolve("reconstructions.png"), "--quiet")
                .succeeded();
        Ran.azulejo("evaluate", "--run", run, "--quiet").succeeded();
        Path report = run.resolve("report.html");
        Ran.azulejo("report", "--run", run, "--quiet").succeeded();
        String html = Files.readString(report);
        assertThat(html)
                .doesNotContain("<script", "http://", "https://", "Nothing is measured yet")
                .containsPattern("used bottom \\d+<");

        try (Browser browser = new Browser(program, folder.resolve("profile"))) {
            for (int width : new int[] {1280, 390}) {
                browser.open(report.toUri().toString(), width, 800);
                assertThat(((Number) browser.value("document.documentElement.scrollWidth")).intValue())
                        .as("width of the page")
                        .isLessThanOrEqualTo(width);
                assertThat(browser.value("[...document.images].filter(image => image.naturalWidth === 0).length"))
                        .as("pictures that cannot be shown")
                        .isEqualTo(0L);
                // Of the model held out, 10, 20, 50, 60; of each prior held out, 20.
                assertThat(browser.value("document.querySelectorAll('.strips img').length"))
                        .isEqualTo(9L);
                assertThat(browser.value("[...document.querySelectorAll('section')].map(one => one.id).join(' ')"))
                        .isEqualTo(String.join(" ", SECTIONS));
            }
            assertThat(browser.said()).isEmpty();
        }
    }
}
