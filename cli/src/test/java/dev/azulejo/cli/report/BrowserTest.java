package dev.azulejo.cli.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.azulejo.cli.Ran;
import dev.azulejo.cli.Shapes;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page of a run as a browser loads it. */
class BrowserTest {
    private static final List<Path> BROWSERS = Stream.of("chromium", "chromium-browser", "google-chrome")
            .map(name -> Path.of("/usr/bin", name))
            .toList();

    private static final List<String> SECTIONS =
            List.of("progress", "figures", "samples", "reconstructions", "codes", "measures", "model", "priors");

    /** Says in the page itself what it measured of the report in a frame as wide as a phone. */
    private static final String FRAME = """
        <!doctype html><meta charset="utf-8"><p id="said"></p>
        <iframe style="width:390px;height:800px;border:0" srcdoc="PAGE"></iframe>
        <script>
          document.querySelector('iframe').onload = event => {
            const page = event.target.contentDocument;
            const empty = [...page.querySelectorAll('img')].filter(image => image.naturalWidth === 0).length;
            document.getElementById('said').textContent = 'wide ' + page.documentElement.scrollWidth + ', broken ' + empty
                + ', sections ' + [...page.querySelectorAll('section')].map(one => one.id).join(' ') + '.';
          };
        </script>
        """;

    @TempDir
    Path folder;

    @Test
    void aBrowserFindsEverySectionWithoutAnErrorOnAPhoneToo() throws Exception {
        Path browser = BROWSERS.stream().filter(Files::isExecutable).findFirst().orElse(null);
        assumeTrue(browser != null, "no browser: of chromium, chromium-browser and google-chrome none is in /usr/bin");
        Path images = Shapes.write(folder.resolve("images"), 16);
        Path run = folder.resolve("run");
        Ran.azulejo(
                        "train",
                        "--data",
                        images,
                        "--run",
                        run,
                        "--preset",
                        "tiny",
                        "--steps",
                        60,
                        "--batch",
                        4,
                        "--evaluate-every",
                        20,
                        "--quiet")
                .succeeded();
        Ran.azulejo("encode", "--run", run, "--quiet").succeeded();
        for (String level : List.of("top", "bottom")) {
            Ran.azulejo(
                            "train-prior",
                            "--run",
                            run,
                            "--level",
                            level,
                            "--preset",
                            "tiny",
                            "--steps",
                            20,
                            "--evaluate-every",
                            10,
                            "--quiet")
                    .succeeded();
        }
        Ran.azulejo("sample", "--run", run, "--count", 4, "--quiet").succeeded();
        Ran.azulejo("reconstruct", "--run", run, "--out", run.resolve("reconstructions.png"), "--quiet")
                .succeeded();
        Ran.azulejo("evaluate", "--run", run, "--quiet").succeeded();
        Path report = run.resolve("report.html");
        Ran.azulejo("report", "--run", run, "--quiet").succeeded();
        String html = Files.readString(report);
        assertThat(html).doesNotContain("<script", "http://", "https://", "Nothing is measured yet");

        assertThat(loaded(browser, report)).contains("<section id=\"priors\">");
        Path frame = folder.resolve("frame.html");
        Files.writeString(
                frame, FRAME.replace("PAGE", html.replace("&", "&amp;").replace("\"", "&quot;")));
        Matcher said = Pattern.compile("wide (\\d+), broken (\\d+), sections ([a-z ]+)\\.")
                .matcher(loaded(browser, frame));
        assertThat(said.find()).isTrue();
        assertThat(Integer.parseInt(said.group(1))).as("width of the page").isLessThanOrEqualTo(390);
        assertThat(said.group(2)).as("pictures that cannot be shown").isEqualTo("0");
        assertThat(said.group(3).split(" ")).containsExactlyElementsOf(SECTIONS);
    }

    /** The page as it is once loaded; nothing may have been said on its console. */
    private String loaded(Path browser, Path page) throws Exception {
        Path out = folder.resolve("out");
        Path errors = folder.resolve("errors");
        Process process = new ProcessBuilder(
                        browser.toString(),
                        "--headless",
                        "--no-sandbox",
                        "--disable-gpu",
                        "--disable-dev-shm-usage",
                        "--user-data-dir=" + folder.resolve("profile"),
                        "--enable-logging=stderr",
                        "--virtual-time-budget=2000",
                        "--dump-dom",
                        page.toUri().toString())
                .redirectOutput(out.toFile())
                .redirectError(errors.toFile())
                .start();
        try {
            assertThat(process.waitFor(120, TimeUnit.SECONDS))
                    .as("loaded in two minutes")
                    .isTrue();
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
        assertThat(Files.readString(errors, StandardCharsets.UTF_8)).doesNotContain("CONSOLE");
        return Files.readString(out, StandardCharsets.UTF_8);
    }
}
