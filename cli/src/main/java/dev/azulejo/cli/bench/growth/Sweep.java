package dev.azulejo.cli.bench.growth;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * One size of a benchmark that grows, all others fixed.
 *
 * @param id its name in {@code --only}
 * @param title what is measured, and at which other sizes
 * @param across what the size is
 * @param work what is measured
 * @param sizes the sizes, ascending
 * @param option the option that takes the size
 * @param words the benchmark and its other options
 */
public record Sweep(
        String id, String title, String across, Work work, List<Integer> sizes, String option, List<String> words) {
    /** What is measured. */
    public enum Work {
        /** A training step. */
        STEP,
        /** Drawing a grid of codes. */
        SAMPLE
    }

    /** Levels that PyTorch's twin of the reference model has. */
    private static final int LEVELS_OF_TWIN = 2;

    /**
     * All of them.
     *
     * @param threads most threads that are tried
     */
    public static List<Sweep> all(int threads) {
        String middle = "--image-size 64 --batch 16";
        return List.of(
                step(
                        "images",
                        "batch 4",
                        "height and width",
                        List.of(32, 64, 128, 256, 512),
                        "--image-size",
                        "--batch 4"),
                step("batch", "64x64", "images a step", List.of(1, 2, 4, 8, 16, 32, 64), "--batch", "--image-size 64"),
                step(
                        "hidden",
                        "64x64, batch 16",
                        "hidden channels",
                        List.of(32, 48, 64, 80, 96, 128, 160, 192, 256),
                        "--hidden",
                        middle),
                step(
                        "codes",
                        "64x64, batch 16",
                        "codes per level",
                        List.of(128, 512, 2048, 8192, 16384),
                        "--codes",
                        middle),
                step("levels", "64x64, batch 16", "levels", List.of(1, 2, 3, 4), "--levels", middle),
                step(
                        "threads",
                        "128x128, batch 8",
                        "threads",
                        doublings(threads),
                        "--threads",
                        "--image-size 128 --batch 8"),
                new Sweep(
                        "grid",
                        "drawing a code",
                        "height and width of the grid",
                        Work.SAMPLE,
                        List.of(8, 16, 32, 64, 128),
                        "--top",
                        List.of("sample", "--bottom", "2", "--whole-passes", "0")));
    }

    private static Sweep step(
            String id, String fixed, String across, List<Integer> sizes, String option, String others) {
        List<String> words = new ArrayList<>(List.of("step"));
        words.addAll(List.of(others.split(" ")));
        return new Sweep(id, "a step, " + fixed, across, Work.STEP, sizes, option, List.copyOf(words));
    }

    /** 1, 2, 4, ... and the last. */
    private static List<Integer> doublings(int last) {
        return IntStream.concat(IntStream.iterate(1, i -> i < last, i -> 2 * i), IntStream.of(last))
                .boxed()
                .toList();
    }

    /** {@return the first size, the last and one between} */
    public Sweep quick() {
        List<Integer> few = List.of(sizes.getFirst(), sizes.get(sizes.size() / 2), sizes.getLast()).stream()
                .distinct()
                .toList();
        return new Sweep(id, title, across, work, few, option, words);
    }

    /**
     * {@return the options that measure a size}
     *
     * @param size the size
     * @param threads that compute, unless the size is theirs
     */
    List<String> words(int size, int threads) {
        List<String> all = new ArrayList<>(words);
        all.addAll(List.of(option, String.valueOf(size)));
        if (!ofThreads()) {
            all.addAll(List.of("--threads", String.valueOf(threads)));
        }
        return all;
    }

    /** {@return whether the size is that of the crew} */
    public boolean ofThreads() {
        return option.equals("--threads");
    }

    /** {@return whether PyTorch has it too} */
    boolean hasTwin(int size) {
        return !option.equals("--levels") || size == LEVELS_OF_TWIN;
    }
}
