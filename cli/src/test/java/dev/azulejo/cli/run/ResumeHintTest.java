package dev.azulejo.cli.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.azulejo.cli.Ran;
import dev.azulejo.cli.Runs;
import dev.azulejo.cli.Shapes;
import dev.azulejo.nn.run.RunDirectory;
import dev.azulejo.nn.run.RunLock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs that go on: what they fall back to, what has become stale, who else is at it, and what to do after a divergence. */
class ResumeHintTest {
    @TempDir
    Path folder;

    private Path images;
    private Path run;

    @BeforeEach
    void write() throws IOException {
        images = Shapes.write(folder.resolve("images"), 16);
        run = folder.resolve("run");
    }

    private Ran train(int steps, Object... more) {
        List<Object> words = new ArrayList<>(List.of("train", "--data", images, "--run", run, "--preset", "tiny"));
        words.addAll(List.of("--set", "hidden=4", "--batch", 2, "--steps", steps));
        words.addAll(List.of(more));
        return Ran.quietly(words.toArray());
    }

    private static void warned(Ran ran, Object... words) {
        ran.succeeded();
        // So short a training leaves most codes unused, which is said too.
        assertThat(ran.err().lines().filter(line -> !line.contains("a codebook has collapsed")))
                .as(ran.err())
                .hasSize(1);
        for (Object word : words) {
            assertThat(ran.err()).contains(word.toString());
        }
    }

    @Test
    void codesAndPriorsOfAModelThatLearnedOnAreStale() throws IOException {
        train(2).succeeded();
        Runs.priors(run, 2);
        assertThat(Ran.quietly("sample", "--run", run, "--count", 2).succeeded().err())
                .isEmpty();
        Ran.quietly("train", "--run", run, "--resume", "--steps", 5).succeeded();
        Ran.quietly("sample", "--run", run, "--count", 2)
                .failed(1, "top and bottom", "step 2", "step 5", "azulejo encode");
        warned(Ran.quietly("evaluate", "--run", run, "--data", images), "top and bottom", "step 2", "step 5");
        warned(
                Ran.quietly("train-prior", "--run", run, "--level", "top", "--resume", "--steps", 3),
                "codes.safetensors",
                "step 2",
                "step 5");
        Path top = run.resolve("priors/top");
        Ran.quietly("train-prior", "--run", run, "--level", "top").failed(1, top.toString(), "delete that folder");
        dev.azulejo.nn.io.AtomicFiles.deleteTree(run.resolve("priors"));
        Ran.quietly("train-prior", "--run", run, "--level", "top", "--preset", "tiny", "--steps", 2)
                .failed(1, "codes.safetensors", "step 2", "step 5", "azulejo encode --run");
        Runs.priors(run, 2);
        assertThat(Ran.quietly("sample", "--run", run, "--count", 2).succeeded().err())
                .isEmpty();
    }

    @Test
    void aDamagedNewestCheckpointIsPassedOverWithAWord() throws IOException {
        train(2).succeeded();
        Ran.quietly("train", "--run", run, "--resume", "--steps", 3).succeeded();
        Runs.priors(run, 2);
        Ran.quietly("train-prior", "--run", run, "--level", "top", "--resume", "--steps", 3)
                .succeeded();
        Path prior = run.resolve("priors/top/checkpoints");
        flip(prior.resolve("3/average.safetensors"));
        warned(Ran.quietly("sample", "--run", run, "--count", 2), prior.resolve("3"), prior.resolve("2"), "average");
        Path checkpoints = run.resolve("checkpoints");
        Files.delete(checkpoints.resolve("3/optimizer.safetensors"));
        Object[] both = {checkpoints.resolve("3"), "optimizer.safetensors is missing", checkpoints.resolve("2")};
        warned(Ran.quietly("encode", "--run", run, "--data", images), both);
        dev.azulejo.nn.io.AtomicFiles.deleteTree(run.resolve("priors/bottom"));
        warned(Ran.quietly("train-prior", "--run", run, "--level", "bottom", "--preset", "tiny", "--steps", 2), both);
        warned(Ran.quietly("reconstruct", "--run", run, "--data", images), both);
        warned(Ran.quietly("train", "--run", run, "--resume"), both);
        assertThat(Ran.quietly("encode", "--run", run, "--data", images)
                        .succeeded()
                        .err())
                .isEmpty();
    }

    /** The data and the model would take long to load: neither is there to be loaded. */
    @Test
    void aRunThatIsInUseIsRefusedFirst() throws IOException {
        train(2).succeeded();
        Runs.priors(run, 2);
        dev.azulejo.nn.io.AtomicFiles.deleteTree(images);
        try (RunLock _ = RunDirectory.open(run).lock()) {
            Ran.quietly("train", "--run", run, "--resume").failed(1, "is being trained already");
        }
        Path prior = run.resolve("priors/top");
        Files.delete(run.resolve("codes.safetensors"));
        try (RunLock _ = RunDirectory.open(prior).lock()) {
            Ran.quietly("train-prior", "--run", run, "--level", "top", "--resume")
                    .failed(1, "is being trained already");
        }
    }

    @Test
    void aCosineFollowsTheNewLength() throws IOException {
        train(4, "--set", "rate_decay=cosine").succeeded();
        Ran more = Ran.azulejo("train", "--run", run, "--resume", "--steps", 8).succeeded();
        assertThat(more.err()).contains("follows a cosine to the new last step", "at step 5, where it was 0");
        assertThat(Files.readString(run.resolve("run.json"))).contains("\"steps\": 8");
        Ran.quietly("encode", "--run", run, "--data", images).succeeded();
        Ran.quietly(
                        "train-prior",
                        "--run",
                        run,
                        "--level",
                        "top",
                        "--preset",
                        "tiny",
                        "--steps",
                        2,
                        "--set",
                        "rate_decay=cosine")
                .succeeded();
        assertThat(Ran.azulejo("train-prior", "--run", run, "--level", "top", "--resume", "--steps", 4)
                        .succeeded()
                        .err())
                .contains("follows a cosine to the new last step");
    }

    @Test
    void theAdviceAfterADivergenceWorks() throws IOException {
        Ran diverged = train(60, "--set", "learning_rate=10", "--evaluate-every", 5)
                .failed(1, "the training has diverged", "azulejo train --data");
        Ran.quietly(advised(diverged, "azulejo ")).succeeded();
        assertThat(folder.resolve("run-2/checkpoints/60")).exists();
        run = folder.resolve("run-2");
        Ran.quietly("encode", "--run", run, "--data", images).succeeded();
        Ran prior = Ran.quietly(
                        "train-prior",
                        "--run",
                        run,
                        "--level",
                        "top",
                        "--preset",
                        "tiny",
                        "--steps",
                        200,
                        "--set",
                        "learning_rate=10",
                        "--set",
                        "weight_decay=10",
                        "--seed",
                        3)
                .failed(1, "has diverged", "rm -r " + run.resolve("priors/top") + " && azulejo train-prior --run");
        dev.azulejo.nn.io.AtomicFiles.deleteTree(run.resolve("priors/top"));
        Ran.quietly(advised(prior, "&& azulejo ")).succeeded();
    }

    /** The words of the command that a message ends with. */
    private static Object[] advised(Ran ran, String from) {
        String command =
                ran.err().substring(ran.err().lastIndexOf(from) + from.length()).strip();
        List<Object> words = new ArrayList<>();
        Matcher word = Pattern.compile("'([^']*)'|(\\S+)").matcher(command);
        while (word.find()) {
            words.add(word.group(1) == null ? word.group(2) : word.group(1));
        }
        return words.toArray();
    }

    private static void flip(Path file) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        bytes[bytes.length - 5] ^= 16;
        Files.write(file, bytes);
    }
}
