package dev.azulejo.nn.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.azulejo.engine.Backends;
import dev.azulejo.engine.Engine;
import dev.azulejo.engine.random.Philox;
import dev.azulejo.nn.faults.Fault;
import dev.azulejo.nn.faults.FaultyFiles;
import dev.azulejo.nn.faults.Mutation;
import dev.azulejo.nn.faults.Trials;
import dev.azulejo.nn.message.UserException;
import dev.azulejo.nn.run.RunDirectory;
import dev.azulejo.nn.run.RunInfo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run of which one file was changed goes on to the right weights, or says in one line which file is wrong. */
class MutatedFilesTest {
    @TempDir
    Path folder;

    private static List<String> train(Path real, int steps) {
        List<String> warnings = new ArrayList<>();
        Path path = new FaultyFiles(Fault.none()).path(real);
        RunDirectory run = RunDirectory.exists(path)
                ? RunDirectory.open(path)
                : RunDirectory.create(path, RunInfo.of("regression", Map.of("rate", 0.25), 7, "made up", "abc"));
        assertThat(run.info().seed()).isEqualTo(7);
        assertThat(run.info().configuration()).isEqualTo(Map.of("rate", 0.25));
        LoopOptions options =
                LoopOptions.of(steps).withLogEvery(3).withCheckpoints(4, null).withEvaluateEvery(7);
        try (Engine engine = new Engine(Backends.choose("scalar", 1))) {
            new TrainingLoop(run, new Regression(engine, 7, step -> {}), options, new Progress() {
                        @Override
                        public void warned(String line) {
                            warnings.add(line);
                        }
                    })
                    .run();
        }
        return warnings;
    }

    @Test
    void rightWeightsOrOneLine() throws IOException {
        Path good = folder.resolve("good");
        train(good, 20);
        Map<String, String> before = Trials.content(good);
        train(good, 24);
        Map<String, String> straight = Trials.content(good);
        List<String> names =
                before.keySet().stream().filter(n -> !n.equals(".lock")).toList();
        int silent = 0;
        for (int trial = 0; trial < Trials.count(); trial++) {
            String name = names.get((int) Philox.below(names.size(), 6, 1, trial, 0));
            Mutation mutation = Mutation.of(trial);
            String what = "trial " + trial + ": " + mutation + " of " + name;
            Path run = folder.resolve("run-" + trial);
            for (Map.Entry<String, String> file : before.entrySet()) {
                byte[] bytes = HexFormat.of().parseHex(file.getValue());
                Files.createDirectories(run.resolve(file.getKey()).getParent());
                Files.write(
                        run.resolve(file.getKey()), file.getKey().equals(name) ? mutation.apply(bytes, trial) : bytes);
            }
            List<String> warnings = new ArrayList<>();
            Throwable refused = catchThrowable(() -> warnings.addAll(train(run, 24)));
            if (refused != null) {
                assertThat(refused).as(what).isInstanceOf(UserException.class);
                assertThat(refused.getMessage())
                        .as(what)
                        .contains(Path.of(name).getFileName().toString());
                continue;
            }
            Map<String, String> now = Trials.content(run);
            if (warnings.isEmpty()) {
                silent++;
                now.put(name, straight.getOrDefault(name, now.get(name)));
                now.keySet().retainAll(straight.keySet());
                assertThat(now).as(what).isEqualTo(straight);
            } else {
                assertThat(warnings.toString())
                        .as(what)
                        .contains(Path.of(name).getFileName().toString());
                for (String weights : List.of("model", "optimizer", "average")) {
                    String file = "checkpoints/24/" + weights + ".safetensors";
                    assertThat(now.get(file)).as(what).isEqualTo(straight.get(file));
                }
            }
        }
        assertThat(silent).isLessThan(Trials.count());
    }
}
