package dev.azulejo.nn.data;

import static org.assertj.core.api.Assertions.assertThat;

import dev.azulejo.engine.random.Philox;
import dev.azulejo.nn.data.source.DataSource;
import dev.azulejo.nn.data.split.Split;
import dev.azulejo.nn.faults.Mutation;
import dev.azulejo.nn.faults.Trials;
import dev.azulejo.nn.message.UserException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files of MNIST's and CIFAR-10's kinds that were changed: other pixels can be good ones, all else is one line. */
class MutatedDataTest {
    @TempDir
    Path folder;

    @Test
    void idx() throws IOException {
        byte[] images = Samples.idxImages(20, 8, 8);
        byte[] labels = Samples.idxLabels(20, 4);
        mutate(Map.of("train-images-idx3-ubyte", images, "train-labels-idx1-ubyte", labels), false);
        Map<String, byte[]> zipped = Map.of(
                "train-images-idx3-ubyte.gz", Samples.gzip(images), "train-labels-idx1-ubyte.gz", Samples.gzip(labels));
        mutate(zipped, true);
    }

    @Test
    void cifar() throws IOException {
        mutate(Map.of("data_batch_1.bin", Samples.cifar(0, 6), "test_batch.bin", Samples.cifar(6, 3)), false);
    }

    /** Opens the folder of these files with one of them changed; gzip has a checksum, so what opens is as it was. */
    private void mutate(Map<String, byte[]> files, boolean checked) throws IOException {
        List<String> names = files.keySet().stream().sorted().toList();
        Path good = Files.createDirectory(folder.resolve("good-" + names.getFirst()));
        for (String name : names) {
            Files.write(good.resolve(name), files.get(name));
        }
        Split expected = open(good);
        for (int trial = 0; trial < Trials.count(); trial++) {
            String name = names.get((int) Philox.below(names.size(), 8, 1, trial, 0));
            Mutation mutation = Mutation.of(trial);
            String what = "trial " + trial + ": " + mutation + " of " + name;
            Path run = Files.createDirectory(folder.resolve(names.getFirst() + "-" + trial));
            Map<String, byte[]> changed = new LinkedHashMap<>(files);
            changed.put(name, mutation.apply(files.get(name), trial));
            for (Map.Entry<String, byte[]> file : changed.entrySet()) {
                Files.write(run.resolve(file.getKey()), file.getValue());
            }
            try {
                Split found = open(run);
                ImageData train = found.train();
                assertThat(train.imageBytes())
                        .as(what)
                        .isEqualTo(expected.train().imageBytes());
                if (checked) {
                    assertThat(train.fingerprint())
                            .as(what)
                            .isEqualTo(expected.train().fingerprint());
                } else if (files.get(name).length == changed.get(name).length) {
                    assertThat(train.count())
                            .as(what)
                            .isEqualTo(expected.train().count());
                }
            } catch (UserException e) {
                assertThat(e.getMessage()).as(what).contains(run.toString());
            }
        }
    }

    private static Split open(Path source) {
        return DataSource.open(source.toString(), DataSource.Options.defaults());
    }
}
