package dev.azulejo.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.azulejo.priors.train.PriorConfiguration;
import dev.azulejo.vqvae2.train.Configuration;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.spi.ToolProvider;
import java.util.stream.Stream;
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
    void theExampleCompilesAndRunsTwice() throws Exception {
        Matcher block = Pattern.compile("```java\\n(.*?)```", Pattern.DOTALL)
                .matcher(Files.readString(ROOT.resolve("README.md")));
        assertThat(block.find()).isTrue();
        Path source = Files.writeString(
                folder.resolve("Example.java"),
                block.group(1)
                        .replace("steps=500", "steps=2")
                        .replace("\"runs/example\"", "\"" + folder.resolve("runs/example") + "\""));
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
        try (var loader = new URLClassLoader(
                new URL[] {folder.toUri().toURL()}, getClass().getClassLoader())) {
            Method main = loader.loadClass("Example").getMethod("main", String[].class);
            main.invoke(null, (Object) new String[0]);
            main.invoke(null, (Object) new String[0]);
        }
        assertThat(folder.resolve("runs/example/checkpoints/2/model.safetensors"))
                .exists();
    }

    @Test
    void thePresetsAreThoseOfTheProgram() throws Exception {
        String page = Files.readString(ROOT.resolve("docs/cli.md"));
        Configuration.presets().forEach((name, what) -> assertThat(page).contains("| `" + name + "` | " + what + " |"));
        PriorConfiguration.presets()
                .forEach((name, what) -> assertThat(page).contains("| `" + name + "` | " + what + " |"));
    }

    @Test
    void linksAndPicturesOfEveryPageAreThere() throws Exception {
        List<Path> pages;
        try (Stream<Path> docs = Files.walk(ROOT.resolve("docs"))) {
            pages = Stream.concat(Stream.of(ROOT.resolve("README.md"), ROOT.resolve("CONTRIBUTING.md")), docs)
                    .filter(page -> page.toString().endsWith(".md"))
                    .toList();
        }
        for (Path page : pages) {
            Matcher links = Pattern.compile("\\]\\(([^)#:]+)[)#]").matcher(Files.readString(page));
            while (links.find()) {
                assertThat(page.resolveSibling(links.group(1))).as("%s", page).exists();
            }
        }
    }
}
