package dev.azulejo.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.azulejo.priors.train.PriorConfiguration;
import dev.azulejo.vqvae2.train.Configuration;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.spi.ToolProvider;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
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

    /** What would take minutes, made tiny; the page's own text is compiled all the same. */
    private String tiny(String block) {
        return block.replace("\"fashion-mnist\"", "\"" + folder.resolve("data") + "\"")
                .replace("\"quickstart\"", "\"tiny\"")
                .replace("steps=500", "steps=2")
                .replace("withSteps(1000)", "withSteps(3)")
                .replaceAll("\"runs/\\w+\"", "\"" + folder.resolve("run") + "\"")
                .replace("LevelRun.begin(run, level)", """
                    LevelRun.begin(run, level, RunCodes.load(run, RunCodes.file(run)), RunCodes.file(run),
                        dev.azulejo.priors.train.PriorConfiguration.preset("tiny")
                            .with(List.of("steps=2", "classes=2")), 0)\
                    """);
    }

    @Test
    void examplesCompileAndRunOneAfterAnother() throws Exception {
        for (String name : List.of("Bag", "Coat")) {
            Path images = Files.createDirectories(folder.resolve("data").resolve(name));
            for (int i = 0; i < 10; i++) {
                BufferedImage image = new BufferedImage(16, 16, BufferedImage.TYPE_BYTE_GRAY);
                image.getRaster().setSample(i, name.length(), 0, 200);
                ImageIO.write(image, "png", images.resolve(i + ".png").toFile());
            }
        }
        List<String> blocks = new ArrayList<>();
        for (String page : List.of("README.md", "docs/library.md")) {
            Matcher block =
                    Pattern.compile("```java\\n(.*?)```", Pattern.DOTALL).matcher(Files.readString(ROOT.resolve(page)));
            while (block.find()) {
                blocks.add(block.group(1));
            }
        }
        assertThat(blocks).hasSizeGreaterThanOrEqualTo(4);
        Pattern importing = Pattern.compile("^import .*\\n", Pattern.MULTILINE);
        String imports = importing
                .matcher(String.join("", blocks))
                .results()
                .map(MatchResult::group)
                .distinct()
                .collect(Collectors.joining());
        List<Path> sources = new ArrayList<>();
        for (int i = 0; i < blocks.size(); i++) {
            String body = importing.matcher(blocks.get(i)).replaceAll("");
            sources.add(source(imports, "AsWritten" + i, body));
            sources.add(source(imports, "Tiny" + i, tiny(body)));
        }
        compile(sources);
        try (var loader = new URLClassLoader(
                new URL[] {folder.toUri().toURL()}, getClass().getClassLoader())) {
            for (int i = 0; i < blocks.size(); i++) {
                loader.loadClass("Tiny" + i).getMethod("run").invoke(null);
            }
        }
        assertThat(folder.resolve("run/checkpoints/3/model.safetensors")).exists();
    }

    private Path source(String imports, String name, String body) throws IOException {
        String text =
                imports + "public class " + name + " { public static void run() throws Exception {\n" + body + "}}";
        return Files.writeString(folder.resolve(name + ".java"), text);
    }

    private void compile(List<Path> sources) {
        StringWriter said = new StringWriter();
        String classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        List<String> words = new ArrayList<>(List.of("-d", folder.toString(), "-cp", classPath, "-proc:none"));
        sources.forEach(source -> words.add(source.toString()));
        PrintWriter out = new PrintWriter(said);
        int status = ToolProvider.findFirst("javac").orElseThrow().run(out, out, words.toArray(String[]::new));
        assertThat(status).as(said.toString()).isZero();
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
            pages = Stream.concat(
                            Stream.of(
                                    ROOT.resolve("README.md"),
                                    ROOT.resolve("CONTRIBUTING.md"),
                                    ROOT.resolve("models/README.md")),
                            docs)
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
