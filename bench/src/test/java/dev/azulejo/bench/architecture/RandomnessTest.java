package dev.azulejo.bench.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Every stream of random numbers is on the page that lists them, and no two overlap. */
class RandomnessTest {
    private static final Path ROOT = Path.of("").toAbsolutePath().getParent();

    private static final Pattern CONSTANT = Pattern.compile("int (\\w*STREAM) = (\\w+);");

    /** Draws, and calls of kernels that draw. */
    private static final Pattern DRAW =
            Pattern.compile("Philox\\.[a-z]|\\.dropout\\(\\w|\\.restart\\($", Pattern.MULTILINE);

    private final List<Path> sources = new ArrayList<>();
    private String page;

    @BeforeEach
    void read() throws IOException {
        for (String module : List.of("nn", "vqvae2", "priors")) {
            try (Stream<Path> files = Files.walk(ROOT.resolve(module).resolve("src/main/java"))) {
                files.filter(file -> file.toString().endsWith(".java")).forEach(sources::add);
            }
        }
        page = Files.readString(ROOT.resolve("docs/randomness.md"));
    }

    @Test
    void everyClassThatDrawsIsOnThePage() throws IOException {
        List<String> drawing = new ArrayList<>();
        for (Path file : sources) {
            if (DRAW.matcher(Files.readString(file)).find()) {
                drawing.add(file.getFileName().toString().replace(".java", ""));
            }
        }
        assertThat(drawing).contains("Initializer", "Batches", "Dropout", "Sampler", "CodeStarts");
        assertThat(drawing).allSatisfy(name -> assertThat(page).contains("`" + name + "`"));
    }

    @Test
    void everyStreamIsOnThePageAndFarFromTheOthers() throws IOException {
        List<Long> streams = new ArrayList<>(List.of(0L));
        for (Path file : sources) {
            Matcher constants = CONSTANT.matcher(Files.readString(file));
            while (constants.find()) {
                long stream = Long.decode(constants.group(2));
                streams.add(stream);
                String text = String.format(Locale.ROOT, "| `0x%08X`", stream);
                assertThat(page).as("%s of %s", constants.group(1), file).contains(text);
            }
        }
        assertThat(streams).hasSizeGreaterThan(5);
        assertThat(page.split("\n\\| `0x", -1)).as("rows of constants").hasSize(streams.size());
        streams.sort(null);
        for (int i = 1; i < streams.size(); i++) {
            assertThat(streams.get(i) - streams.get(i - 1))
                    .as("from 0x%X to the next", streams.get(i - 1))
                    .isGreaterThanOrEqualTo(256);
        }
    }
}
