package dev.azulejo.engine.tornado.plan;

import dev.azulejo.engine.tornado.Launch;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A program's launches in parts that are small enough for a graph of TornadoVM each. An array enters with the first part that
 * uses it and is passed on until the last one that does.
 *
 * @param parts in the order in which they run
 * @param inputs arrays that the host writes anew before most runs; they enter before the first part
 */
public record Layout(List<Part> parts, List<Object> inputs) {
    /**
     * What a graph of TornadoVM may hold.
     *
     * @param tasks tasks
     * @param bytes bytes of its own code
     * @param nodes arrays, numbers, tasks, and what goes between them
     */
    public record Limits(int tasks, int bytes, int nodes) {
        /** Below TornadoVM's: 256, 8192, and 1024, where what counts as a node changes with its versions. */
        public static final Limits TORNADOVM = new Limits(100, 7800, 900);
    }

    /**
     * A part of a program.
     *
     * @param launches what it runs
     * @param entering arrays with content from before the program that it uses first
     * @param fresh arrays whose former content does not matter that it uses first
     * @param passed arrays that are on the device before it, and used by it or later
     */
    public record Part(List<Launch> launches, List<Object> entering, List<Object> fresh, List<Object> passed) {}

    /**
     * Lays out launches.
     *
     * @param launches in their order
     * @param lasting arrays whose content matters before or after them
     * @param inputs those of them that the host writes anew before most runs
     * @param limits of a part
     * @return the layout
     */
    static Layout of(List<Launch> launches, Set<Object> lasting, Collection<Object> inputs, Limits limits) {
        Map<Object, Integer> lastUse = new HashMap<>();
        for (int i = 0; i < launches.size(); i++) {
            for (Object array : launches.get(i).arrays()) {
                lastUse.put(array, i);
            }
        }
        List<Part> parts = new ArrayList<>();
        Set<Object> known = new LinkedHashSet<>();
        known.addAll(inputs);
        int at = 0;
        while (at < launches.size()) {
            int from = at;
            List<Object> passed = known.stream()
                    .filter(array -> lastUse.getOrDefault(array, -1) >= from)
                    .toList();
            int to = end(launches, from, passed, limits);
            List<Object> entering = new ArrayList<>();
            List<Object> fresh = new ArrayList<>();
            for (Launch launch : launches.subList(from, to)) {
                for (Object array : launch.arrays()) {
                    if (known.add(array)) {
                        (lasting.contains(array) ? entering : fresh).add(array);
                    }
                }
            }
            parts.add(new Part(launches.subList(from, to), entering, fresh, passed));
            at = to;
        }
        return new Layout(parts, List.copyOf(inputs));
    }

    /** The launch after the last that fits into a graph with those from a place on. */
    private static int end(List<Launch> launches, int from, List<Object> passed, Limits limits) {
        Set<Object> known = new LinkedHashSet<>();
        known.addAll(passed);
        Set<Object> used = new LinkedHashSet<>();
        Set<Object> numbers = new HashSet<>();
        int bytes = 0;
        int mentions = 0;
        int to = from;
        while (to < launches.size() && to - from < limits.tasks) {
            Launch launch = launches.get(to);
            bytes += 20 + 5 * launch.arguments().size();
            known.addAll(launch.arrays());
            used.addAll(launch.arrays());
            mentions += launch.arrays().size();
            launch.arguments().stream().filter(Number.class::isInstance).forEach(numbers::add);
            int nodes = numbers.size() + known.size() + 2 * used.size() + mentions + to - from;
            if (to > from && (bytes > limits.bytes || nodes > limits.nodes)) {
                break;
            }
            to++;
        }
        return to;
    }

    /** {@return all arrays, each once} */
    public List<Object> arrays() {
        Set<Object> all = new LinkedHashSet<>();
        all.addAll(inputs);
        parts.forEach(part -> part.launches().forEach(launch -> all.addAll(launch.arrays())));
        return List.copyOf(all);
    }
}
