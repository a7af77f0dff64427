package dev.azulejo.priors.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.azulejo.engine.Backends;
import dev.azulejo.engine.Engine;
import dev.azulejo.nn.Parameter;
import dev.azulejo.nn.peer.Peers;
import dev.azulejo.nn.peer.ring.Address;
import dev.azulejo.nn.peer.ring.RingSeat;
import dev.azulejo.priors.CodeGrid;
import dev.azulejo.priors.CodePrior;
import dev.azulejo.priors.Toys;
import dev.azulejo.vqvae2.train.CodeStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Workers that train one prior take the steps of one process, dropout included, up to the order of sums. */
@Timeout(120)
class PriorPeersTest {
    private static final int STEPS = 8;

    @Test
    void threeTakeTheStepsOfOne() throws Exception {
        PriorConfiguration configuration = PriorConfiguration.preset("tiny")
                .with(List.of("classes=5", "dropout=0.3", "batch=12", "attention_layers=1", "max_gradient_norm=0.5"));
        Map<String, float[]> one = train(Peers.alone(), configuration);
        Map<String, float[]> three = together(3, configuration);
        one.forEach((name, values) -> assertThat(three.get(name)).as(name).containsExactly(values, within(1e-4f)));
        assertThat(together(3, configuration)).containsExactlyEntriesOf(three);
    }

    private static Map<String, float[]> train(Peers peers, PriorConfiguration configuration) {
        CodeStore store = Toys.repeating(220, 200, 5, 3, 4, 0.8);
        try (Engine engine = new Engine(Backends.choose("vector", 1))) {
            CodePrior prior = new PriorRun("top", new CodeGrid(5, 3, 4, 0), configuration).create(engine, 3);
            PriorTrainer trainer = new PriorTrainer(prior, configuration.training(), null, store, 0, 3, peers);
            for (int step = 1; step <= STEPS; step++) {
                try (var _ = engine.scope()) {
                    trainer.step(step);
                }
            }
            Map<String, float[]> values = new LinkedHashMap<>();
            Stream.concat(
                            trainer.parameters().learned().stream(),
                            trainer.average().orElseThrow().parameters().learned().stream()
                                    .map(p -> new Parameter("average." + p.name(), p.value(), p.layout(), true)))
                    .forEach(parameter ->
                            values.put(parameter.name(), parameter.value().toArray()));
            return values;
        }
    }

    private static Map<String, float[]> together(int size, PriorConfiguration configuration) throws Exception {
        List<RingSeat> seats = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            seats.add(RingSeat.open("127.0.0.1"));
        }
        List<Address> addresses = seats.stream().map(RingSeat::address).toList();
        List<Callable<Map<String, float[]>>> tasks = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            int rank = i;
            tasks.add(() -> {
                try (Peers peers = seats.get(rank).join(rank, addresses, new byte[] {1}, Duration.ofSeconds(30))) {
                    return train(peers, configuration);
                }
            });
        }
        try (var threads = Executors.newCachedThreadPool()) {
            List<Map<String, float[]>> all = new ArrayList<>();
            for (Future<Map<String, float[]>> end : threads.invokeAll(tasks)) {
                all.add(end.get());
            }
            assertThat(all.getLast()).containsExactlyEntriesOf(all.getFirst());
            return all.getFirst();
        }
    }
}
