package dev.azulejo.task;

import dev.azulejo.engine.Backends;
import dev.azulejo.engine.Engine;
import dev.azulejo.nn.data.ArrayImageData;
import dev.azulejo.nn.data.ImageData;
import dev.azulejo.nn.data.source.DataSource;
import dev.azulejo.nn.data.split.Split;
import dev.azulejo.nn.train.Progress;
import dev.azulejo.priors.bundle.Bundle;
import dev.azulejo.priors.train.LevelRun;
import dev.azulejo.priors.train.PriorConfiguration;
import dev.azulejo.vqvae2.exchange.ExportedModel;
import dev.azulejo.vqvae2.exchange.WeightLayout;
import dev.azulejo.vqvae2.onnx.OnnxModel;
import dev.azulejo.vqvae2.train.CodeStore;
import dev.azulejo.vqvae2.train.Configuration;
import dev.azulejo.vqvae2.train.Evaluation;
import dev.azulejo.vqvae2.train.ModelRun;
import dev.azulejo.vqvae2.train.RunCodes;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;

/** From images to a model that others can use. */
final class TrainAModel {
    private TrainAModel() {}

    static Split folder(String folder) {
        // @start region="folder"
        Split images = DataSource.open(
                folder, DataSource.Options.defaults().withImageSize(64).withChannels(3));
        // @end
        return images;
    }

    static Split arrays(byte[] pixels, int[] labels) {
        // @start region="arrays"
        ImageData all = ArrayImageData.of("my images", 16, 16, 1, List.of("up", "across"), labels, pixels);
        Split images = Split.ofEveryTenth(all, row -> "image " + row); // every tenth is held out
        // @end
        return images;
    }

    static ModelRun train(Path folder, Split images, String preset) {
        // @start region="train"
        Configuration configuration = Configuration.preset(preset).with(List.of("steps=20", "batch=8"));
        try (Engine engine = new Engine(Backends.choose())) {
            ModelRun run = ModelRun.begin(folder, configuration, images, 0); // 0 is the seed
            run.train(engine, images);
            return run;
        }
        // @end
    }

    static Evaluation further(Path folder, Split images, Consumer<Progress.Report> reports) {
        // @start region="further"
        try (Engine engine = new Engine(Backends.choose())) {
            ModelRun run = ModelRun.open(folder).withSteps(40);
            run.train(engine, images, loop -> loop, new Progress() {
                @Override
                public void reported(Report report) {
                    reports.accept(report);
                }
            });
            return run.evaluate(engine, images.heldOut());
        }
        // @end
    }

    static void priors(Path folder, Split images, String preset) {
        // @start region="priors"
        try (Engine engine = new Engine(Backends.choose())) {
            ModelRun run = ModelRun.open(folder);
            CodeStore codes = run.encode(engine, images);
            PriorConfiguration configuration = PriorConfiguration.preset(preset).with(List.of("steps=20", "classes=2"));
            for (String level : run.model().levelNames()) {
                LevelRun.begin(run, level, codes, RunCodes.file(run), configuration, 0)
                        .train(engine);
            }
        }
        // @end
    }

    static void hand(Path folder, Path out) {
        // @start region="hand"
        ModelRun run = ModelRun.open(folder);
        Bundle.of(run, "").write(out.resolve("model.azulejo")); // for Azulejo.open
        try (Engine engine = new Engine(Backends.choose())) {
            ExportedModel.of(run, run.checkpoints().require(), engine, WeightLayout.REFERENCE, true)
                    .write(out.resolve("model.safetensors")); // for PyTorch
            new OnnxModel(run.load(engine)).write(out.resolve("onnx"));
        }
        // @end
    }
}
