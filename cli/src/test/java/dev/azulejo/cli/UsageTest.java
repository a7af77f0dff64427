package dev.azulejo.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.azulejo.priors.train.PriorConfiguration;
import dev.azulejo.vqvae2.train.Configuration;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What is wrong on the command line itself: one line, status 2, and nothing done. */
class UsageTest {
    @TempDir
    Path folder;

    /** Every command, and every benchmark, as the help lists them. */
    static Stream<String> commands() {
        return Stream.of(Stream.of(""), listed(), listed("bench").map(benchmark -> "bench " + benchmark))
                .flatMap(all -> all);
    }

    private static Stream<String> listed(Object... command) {
        Object[] words = Stream.concat(Stream.of(command), Stream.of("--help")).toArray();
        return Ran.azulejo(words)
                .succeeded()
                .out()
                .lines()
                .dropWhile(line -> !line.equals("Commands:"))
                .skip(1)
                .takeWhile(line -> !line.isEmpty())
                .filter(line -> line.matches("  \\S.*"))
                .map(line -> line.strip().replaceFirst(" .*", ""));
    }

    @ParameterizedTest
    @MethodSource("commands")
    void everyCommandIsInTheDocumentation(String command) throws IOException {
        String docs = Files.readString(Path.of("../docs/cli.md"));
        if (!command.isEmpty() && !command.startsWith("bench ")) {
            assertThat(docs).contains("\n## " + command + "\n").contains("azulejo " + command);
        }
    }

    @Test
    void theHelpListsTheCommands() {
        assertThat(commands()).contains("", "quickstart", "train", "info", "bench step", "bench compare");
    }

    @ParameterizedTest
    @MethodSource("commands")
    void everyCommandExplainsItself(String command) {
        Object[] words = Stream.concat(Stream.of(command.split(" ", -1)).filter(w -> !w.isEmpty()), Stream.of("--help"))
                .toArray();
        Ran ran = Ran.azulejo(words).succeeded();
        assertThat(ran.out()).contains("Usage: azulejo", "Examples:", "--json", "--stacktrace");
        assertThat(ran.out().lines()).allMatch(line -> line.length() <= 80);
        assertThat(ran.err()).isEmpty();
    }

    @Test
    void presetsAreExplainedALineEach() {
        for (String command : List.of("train", "train-prior")) {
            Map<String, String> presets =
                    command.equals("train") ? Configuration.presets() : PriorConfiguration.presets();
            String help = Ran.azulejo(command, "--help").succeeded().out();
            presets.forEach((name, what) ->
                    assertThat(help.lines()).anyMatch(line -> line.matches("  " + name + " +" + Pattern.quote(what))));
        }
    }

    @Test
    void helpIsACommandToo() {
        assertThat(Ran.azulejo("help").succeeded().out())
                .isEqualTo(Ran.azulejo("--help").out());
        assertThat(Ran.azulejo("help", "bench", "gemm").succeeded().out())
                .isEqualTo(Ran.azulejo("bench", "gemm", "--help").out());
    }

    @Test
    void versionNamesTheJdk() {
        assertThat(Ran.azulejo("--version").succeeded().out()).matches("azulejo [0-9].* \\(Java 25.*\\)\\R");
    }

    @ParameterizedTest
    @CsvSource({
        "trian, did you mean train?",
        "evalute, did you mean evaluate?",
        "bench gem, did you mean gemm?",
        "info --jsn, did you mean --json?",
        "sample --run r --temprature=2, did you mean --temperature?",
        "frobnicate, see azulejo --help",
        "frobnicate --help, unknown command frobnicate",
        "bench frobnicate --help, unknown command frobnicate",
        "help frobnicate, unknown command frobnicate",
        "train --lr 0.1, did you mean --set learning_rate=0.1?",
        "train --hidden-size=64, did you mean --set hidden=64?",
        "train --epochs 10, steps: --steps N",
        "train --bs 8, did you mean --batch?",
        "train --batch_size 8, did you mean --batch?",
        "train --output runs, did you mean --run?",
        "train --accelerator cuda, did you mean --backend?",
        "train --gpu, did you mean --backend?",
        "train -n 100, did you mean --steps?",
        "train-prior --run r --level top --wd 0.1, did you mean --set weight_decay=0.1?",
        "encode --model r --data fashion-mnist, did you mean --run?",
        "encode --run r --dataset fashion-mnist, did you mean --data?",
        "sample --model r, did you mean --run?",
        "sample --run r --output f.png, did you mean --out?",
        "sample --run r -o f.png, did you mean --out?",
        "sample --run r -n 10, did you mean --count?",
        "sample --run r --label 3, did you mean --class?",
        "sample --run r --steps 3, 'it is an option of train, train-prior'",
        "--run r train, 'the command comes first, as: azulejo train --run'",
        "train photos --run r, every folder follows an option",
        "'', missing command",
        "bench, missing what to measure: step or gemm or conv",
        "info extra, unexpected argument extra",
        "encode --data fashion-mnist, missing --run: name the folder of a run",
        "bench compare --only gem, did you mean gemm?",
        "bench compare --only gemm-511, did you mean gemm-512",
        "bench gemm --size, missing required parameter"
    })
    void aMistypedWordNamesTheNearest(String command, String expected) {
        Object[] words =
                Stream.of(command.split(" ", -1)).filter(w -> !w.isEmpty()).toArray();
        Ran.azulejo(words).failed(2, expected);
    }

    @ParameterizedTest
    @CsvSource({
        "train --steps 0",
        "train --steps -5",
        "train --steps 1e3",
        "train --steps 99999999999999999999",
        "train --batch 0",
        "train --batch NaN",
        "train --seed x",
        "train --threads 0",
        "train --threads -1",
        "sample --count 0",
        "sample --temperature 1001",
        "sample --temperature -1",
        "sample --temperature NaN",
        "sample --temperature Infinity",
        "sample --top-p 0",
        "sample --top-p 1.5",
        "sample --top-k 0",
        "quickstart --minutes -1",
        "quickstart --minutes 0",
        "quickstart --minutes NaN",
        "bench gemm --size -3",
        "bench gemm --size 10x20",
        "bench gemm --size 10x20x99999",
        "bench conv --size 8xx8",
        "bench conv --direction sideways",
        "bench conv --padding -1",
        "bench quantize --codes 0",
        "bench sample --top 0",
        "bench compare --runs 0",
        "bench step --seconds 0",
        "bench step --forks 0",
        "bench step --batch 0",
        "reconstruct --count 0",
        "evaluate --part some"
    })
    void absurdNumbersAreRefusedWhereTheyAreTyped(String command) {
        Ran ran = Ran.azulejo((Object[]) command.split(" ", -1));
        String[] words = command.split(" ", -1);
        ran.failed(2, words[words.length - 2], "expected", words[words.length - 1]);
    }

    @ParameterizedTest
    @CsvSource({
        "--preset quickstrat, did you mean quickstart?",
        "--preset nothing-like-it, known are reference",
        "--set hiden=8, did you mean hidden?",
        "--set hidden=x, expected a whole number",
        "--set hidden=-8, 'hidden: expected 1 to 4096, found -8'",
        "--set hidden, expected key=value",
        "--set learning_rate=NaN, learning_rate: expected",
        "--set beta=-1, beta: expected",
        "--set image_size=28, take 24 or 32",
        "--set levels=3 --set image_size=24, multiple of 16",
        "--set quantizer=emma, did you mean ema?"
    })
    void unknownOrAbsurdSettingsAreRefusedBeforeTheDataIsRead(String options, String expected) {
        Path run = folder.resolve("run");
        Object[] words = ("train --quiet --data no-such-folder --run " + run + " " + options).split(" ");
        Ran.azulejo(words).failed(2, expected);
        assertThat(Files.exists(run)).isFalse();
    }

    @Test
    void aBackendThatIsNotThereIsNeverReplacedByAnother() {
        Ran.azulejo("bench", "gemm", "--size", 8, "--backend", "cuda")
                .failed(2, "backend cuda", "scalar, tornado, vector");
        Ran.azulejo("bench", "gemm", "--size", 8, "--backend", "tornado")
                .failed(2, "backend tornado cannot run here", "TornadoVM");
    }

    @Test
    void aDeviceIsForBackendsThatHaveSome() {
        Ran.azulejo("bench", "gemm", "--size", 8, "--backend", "scalar", "--device", 1)
                .failed(2, "device 1: backend scalar", "has no devices");
        Ran.azulejo("bench", "gemm", "--size", 8, "--device", -1).failed(2, "--device");
    }

    @Test
    void helpOffersTheBackendsThatThereAre() {
        assertThat(Ran.azulejo("info", "--help").succeeded().out()).contains("auto (the default), vector, scalar");
    }

    @Test
    void namesThatJavaCannotReadAreRefused() {
        Ran.azulejo("encode", "--run", "M\uFFFDller", "--data", "x")
                .failed(2, "M\uFFFDller: holds bytes that are no ", "ln -s");
    }

    @Test
    void aNameMayBeginWithAnAt() {
        Ran.azulejo("encode", "--run", "@" + folder, "--data", "x").failed(1, "@" + folder);
    }

    @Test
    void stackTracesComeWhenAskedFor() {
        Ran ran = Ran.azulejo("encode", "--run", folder, "--data", "fashion-mnist", "--stacktrace");
        assertThat(ran.status()).isEqualTo(1);
        assertThat(ran.err()).contains("azulejo: " + folder).contains("\tat dev.azulejo");
    }
}
