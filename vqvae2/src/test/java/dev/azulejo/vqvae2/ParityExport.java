package dev.azulejo.vqvae2;

import dev.azulejo.engine.Backends;
import dev.azulejo.engine.Engine;
import dev.azulejo.engine.IntTensor;
import dev.azulejo.engine.Shape;
import dev.azulejo.engine.Tensor;
import dev.azulejo.nn.config.Schema;
import dev.azulejo.nn.data.Batches;
import dev.azulejo.nn.data.ImageData;
import dev.azulejo.nn.data.source.DataSource;
import dev.azulejo.nn.io.Json;
import dev.azulejo.nn.safetensors.NamedArray;
import dev.azulejo.nn.safetensors.SafetensorsFile;
import dev.azulejo.vqvae2.train.CodeStore;
import dev.azulejo.vqvae2.train.ModelRun;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Writes what a trained model makes of held-out images, for {@code src/test/python/check_parity.py} to compare with
 * PyTorch. Arguments: run directory, data source, output file.
 */
final class ParityExport {
    private ParityExport() {}

    /**
     * Exports.
     *
     * @param args run directory, data source, output file
     */
    public static void main(String[] args) {
        ModelRun run = ModelRun.open(Path.of(args[0]));
        ModelConfig config = run.model();
        ImageData data = heldOut(args[1], config);
        int n = data.count();
        float[] pixels = new float[n * data.imageBytes()];
        Batches.copy(data, 0, n, pixels, new int[n]);
        float[] reconstructions = new float[pixels.length];
        List<NamedArray> tensors = new ArrayList<>();
        tensors.add(NamedArray.of("images", pixels, n, data.height(), data.width(), data.channels()));
        try (Engine engine = new Engine(Backends.choose())) {
            VqVae2 model = run.load(engine);
            CodeStore store = CodeStore.encode(engine, model, data);
            for (CodeStore.LevelCodes level : store.levels()) {
                tensors.add(NamedArray.of("codes/" + level.name(), level.values(), n, level.height(), level.width()));
            }
            for (int i = 0; i < n; i++) {
                decode(engine, model, store, i, reconstructions, i * data.imageBytes());
            }
        }
        tensors.add(NamedArray.of("reconstructions", reconstructions, n, data.height(), data.width(), data.channels()));
        SafetensorsFile.write(
                Path.of(args[2]),
                tensors,
                Map.of("config", Json.write(new Schema<>(ModelConfig.class).toJson(config))));
    }

    private static ImageData heldOut(String source, ModelConfig config) {
        var options = DataSource.Options.defaults().withChannels(config.channels());
        ImageData data = DataSource.open(source, options).heldOut();
        return data.height() == config.imageSize() && data.width() == config.imageSize()
                ? data
                : DataSource.open(source, options.withImageSize(config.imageSize()))
                        .heldOut();
    }

    private static void decode(Engine engine, VqVae2 model, CodeStore store, int image, float[] into, int at) {
        try (var _ = engine.scope()) {
            List<IntTensor> codes = new ArrayList<>();
            for (CodeStore.LevelCodes level : store.levels()) {
                int[] one = new int[level.positions()];
                System.arraycopy(level.values(), image * one.length, one, 0, one.length);
                codes.add(engine.ints(Shape.of(1, level.height(), level.width()), one));
            }
            Tensor decoded = model.decode(codes);
            System.arraycopy(decoded.toArray(), 0, into, at, decoded.shape().size());
        }
    }
}
