package dev.azulejo.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.azulejo.priors.PriorConfiguration;
import dev.azulejo.vqvae2.Configuration;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.spi.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the README shows is true. */
class ReadmeTest {
    private static final Path ROOT =
            Path.of("").toAbsolutePath().getFileName().toString().equals("cli")
                    ? Path.of("").toAbsolutePath().getParent()
                    : Path.of("").toAbsolutePath();

    @TempDir
    Path folder;

    @Test
    void theExampleCompiles() throws Exception {
        Matcher block = Pattern.compile("```java\\n(.*?)```", Pattern.DOTALL)
                .matcher(Files.readString(ROOT.resolve("README.md")));
        assertThat(block.find()).isTrue();
        Path source = Files.writeString(folder.resolve("Example.java"), block.group(1));
        StringWriter said = new StringWriter();
        String classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        int status = ToolProvider.findFirst("javac")
                .orElseThrow()
                .run(
                        new PrintWriter(said),
                        new PrintWriter(said),
                        "-d",
                        folder.toString(),
                        "-cp",
                        classPath,
                        "-proc:none",
                        source.toString());
        assertThat(status).as(said.toString()).isZero();
        assertThat(folder.resolve("Example.class")).exists();
    }

    @Test
    void thePresetsAreThoseOfTheProgram() throws Exception {
        String page = Files.readString(ROOT.resolve("docs/cli.md"));
        Configuration.presets().forEach((name, what) -> assertThat(page).contains("| `" + name + "` | " + what + " |"));
        PriorConfiguration.presets()
                .forEach((name, what) -> assertThat(page).contains("| `" + name + "` | " + what + " |"));
    }

    @Test
    void itsLinksAndPicturesAreThere() throws Exception {
        for (String page : List.of("README.md", "docs/README.md", "docs/cli.md")) {
            Matcher links = Pattern.compile("\\]\\(([^)#:]+)\\)").matcher(Files.readString(ROOT.resolve(page)));
            while (links.find()) {
                assertThat(ROOT.resolve(page).resolveSibling(links.group(1))).exists();
            }
        }
    }
}
