package dev.azulejo.bench.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.xpath.XPath;
import javax.xml.xpath.XPathConstants;
import javax.xml.xpath.XPathFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Document;
import org.w3c.dom.NodeList;

/** The house rules about files: one idea each, a word of welcome in every package, nothing that libraries must fetch. */
class FilesTest {
    private static final int LINES = 300;

    private static final Path ROOT = Path.of("").toAbsolutePath().getParent();

    @Test
    void filesOfMainCodeAreShort() throws IOException {
        List<String> tooLong = new ArrayList<>();
        for (Path file : mainFiles()) {
            String name = ROOT.relativize(file).toString().replace(File.separatorChar, '/');
            int lines = Files.readAllLines(file).size();
            if (lines >= LINES) {
                tooLong.add(name + ": " + lines + " lines, fewer than " + LINES + " expected");
            }
        }
        assertThat(tooLong).isEmpty();
    }

    /** The build, the launcher, a cluster's check of its workers and the pages each say it in their own language. */
    @Test
    void theOldestJavaIsOneVersionEverywhere() throws IOException {
        String oldest = found("<version>\\[(25[0-9.]+),\\)</version>", ROOT.resolve("pom.xml"));
        Path launcher = ROOT.resolve("azulejo");
        String test = "-eq ([0-9]+) ] && \\{ \\[ \"\\$\\{minor:-0}\" -gt ([0-9]+) ] \\|\\| \\[ \"\\$\\{patch:-0}\" -ge"
                + " ([0-9]+) ]";
        assertThat(found(test, launcher)).as("the test of the launcher").isEqualTo(oldest);
        assertThat(found(
                        "Version.parse\\(\"([0-9.]+)\"\\)",
                        ROOT.resolve("cli/spark/src/main/java/dev/azulejo/spark/Jvm.java")))
                .as("what a cluster asks of its workers")
                .isEqualTo(oldest);
        List<Path> said = new ArrayList<>(List.of(launcher, ROOT.resolve("pom.xml")));
        for (Path folder : List.of(ROOT, ROOT.resolve("docs"))) {
            try (Stream<Path> pages = Files.list(folder)) {
                pages.filter(page -> page.toString().endsWith(".md")).forEach(said::add);
            }
        }
        for (Path file : said) {
            assertThat(Pattern.compile("(25(\\.[0-9]+)+) or later|older than (25(\\.[0-9]+)+)")
                            .matcher(Files.readString(file))
                            .results()
                            .map(match -> match.group(1) == null ? match.group(3) : match.group(1)))
                    .as(file.toString())
                    .allMatch(oldest::equals);
        }
    }

    /** The numbers that a pattern finds in a file, with points between them. */
    private static String found(String pattern, Path file) throws IOException {
        Matcher matcher = Pattern.compile(pattern).matcher(Files.readString(file));
        assertThat(matcher.find()).as(pattern + " in " + file).isTrue();
        return IntStream.rangeClosed(1, matcher.groupCount())
                .mapToObj(matcher::group)
                .collect(Collectors.joining("."));
    }

    @Test
    void everyPackageSaysWhatLivesInIt() throws IOException {
        List<Path> silent = mainFiles().stream()
                .filter(file -> !file.endsWith("module-info.java"))
                .map(Path::getParent)
                .distinct()
                .filter(folder -> !Files.exists(folder.resolve("package-info.java")))
                .toList();
        assertThat(silent).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"engine", "nn", "vqvae2", "priors"})
    void librariesDeclareNoDependencyButEachOther(String module) throws Exception {
        Document pom = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(ROOT.resolve(module).resolve("pom.xml").toFile());
        XPath xpath = XPathFactory.newInstance().newXPath();
        NodeList foreign = (NodeList) xpath.evaluate(
                "/project/dependencies/dependency[not(scope='test') and not(groupId='dev.azulejo')]/artifactId",
                pom,
                XPathConstants.NODESET);
        List<String> names = new ArrayList<>();
        for (int i = 0; i < foreign.getLength(); i++) {
            names.add(foreign.item(i).getTextContent());
        }
        assertThat(names).isEmpty();
    }

    /** It has no parent, so that who imports it gets the versions of nothing else. */
    @Test
    void theBomHasTheVersionOfTheBuildAndEveryLibrary() throws Exception {
        String bom = Files.readString(ROOT.resolve("bom/pom.xml"));
        String version = Files.readString(ROOT.resolve("pom.xml"))
                .replaceAll("(?s).*?<artifactId>azulejo</artifactId>\\s*(<version>.*?</version>).*", "$1");
        assertThat(bom).contains("<artifactId>azulejo-bom</artifactId>\n  " + version);
        for (String library : List.of("engine", "fashion-mnist", "nn", "vqvae2", "priors")) {
            assertThat(bom).contains("<artifactId>azulejo-" + library + "</artifactId>");
        }
    }

    static List<Path> mainFiles() throws IOException {
        try (Stream<Path> modules = Files.list(ROOT);
                Stream<Path> ofEngine = Files.list(ROOT.resolve("engine"))) {
            List<Path> files = Stream.concat(modules, ofEngine)
                    .map(module -> module.resolve("src/main/java"))
                    .filter(Files::isDirectory)
                    .flatMap(FilesTest::javaFiles)
                    .toList();
            assertThat(files).as("Java files under %s", ROOT).hasSizeGreaterThan(10);
            return files;
        }
    }

    private static Stream<Path> javaFiles(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(".java")).toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
