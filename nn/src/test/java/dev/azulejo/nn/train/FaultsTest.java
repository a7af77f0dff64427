package dev.azulejo.nn.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.azulejo.engine.Backends;
import dev.azulejo.engine.Engine;
import dev.azulejo.engine.random.Philox;
import dev.azulejo.nn.faults.Fault;
import dev.azulejo.nn.faults.FaultyFiles;
import dev.azulejo.nn.faults.Trials;
import dev.azulejo.nn.message.UserException;
import dev.azulejo.nn.run.RunDirectory;
import dev.azulejo.nn.run.RunInfo;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Training on a disk that fails, or in a process that dies, at any of its changes of the disk: nothing that was saved is lost,
 * a failure is one line, and the run resumed ends with the same bytes.
 */
class FaultsTest {
    private static final LoopOptions OPTIONS =
            LoopOptions.of(20).withLogEvery(3).withCheckpoints(4, null).withEvaluateEvery(7);

    @TempDir
    Path folder;

    private Map<String, String> straight;
    private long changes;

    /** What a run told before it ended: its last saved step. */
    private static final class Told implements Progress {
        private long saved;

        @Override
        public void saved(long step, Path checkpoint) {
            saved = step;
        }
    }

    @BeforeEach
    void trainUndisturbed() throws IOException {
        Fault none = Fault.none();
        train(folder.resolve("straight"), none, new Told());
        straight = Trials.content(folder.resolve("straight"));
        changes = none.count();
    }

    private static void train(Path real, Fault fault, Progress progress) {
        Path path = new FaultyFiles(fault).path(real);
        RunDirectory run = RunDirectory.exists(path)
                ? RunDirectory.open(path)
                : RunDirectory.create(path, RunInfo.of("regression", Map.of(), 7, "made up", "abc"));
        try (Engine engine = new Engine(Backends.choose("scalar", 1))) {
            new TrainingLoop(run, new Regression(engine, 7, step -> {}), OPTIONS, progress).run();
        }
    }

    @ParameterizedTest
    @EnumSource(Fault.Kind.class)
    void nothingIsLostAndTheBytesAreThoseOfAnUndisturbedRun(Fault.Kind kind) throws IOException {
        assertThat(changes).isGreaterThan(100);
        for (int trial = 0; trial < Trials.count(); trial++) {
            long at = 1 + Philox.below(changes, 1, 1, kind.name().length(), trial);
            long again = 1 + Philox.below(changes, 1, 2, kind.name().length(), trial);
            String name = kind + " at change " + at + ", then at " + again;
            Path path = folder.resolve(kind + "-" + trial);
            disturb(path, new Fault(kind, at, trial), name);
            disturb(path, new Fault(kind, again, trial), name);
            Told last = new Told();
            train(path, Fault.none(), last);
            assertThat(Trials.content(path)).as(name).isEqualTo(straight);
        }
    }

    /** Trains until the fault strikes; whatever was saved before must be there after. */
    private static void disturb(Path path, Fault fault, String name) {
        Told told = new Told();
        Throwable end = catchThrowable(() -> train(path, fault, told));
        if (end != null && !(end instanceof Fault.Crash)) {
            assertThat(end).as(name).isInstanceOf(UserException.class);
            assertThat(end.getMessage())
                    .as(name)
                    .contains(path.toString())
                    .containsAnyOf("no space left on device", "Input/output error");
        }
        if (RunDirectory.exists(path)) {
            Checkpoints checkpoints = Checkpoints.of(RunDirectory.open(path));
            assertThat(checkpoints.damaged()).as(name).isEmpty();
            assertThat(checkpoints.find().checkpoint().map(Checkpoint::step).orElse(0L))
                    .as(name)
                    .isGreaterThanOrEqualTo(told.saved);
        } else {
            assertThat(told.saved).as(name).isZero();
        }
    }
}
