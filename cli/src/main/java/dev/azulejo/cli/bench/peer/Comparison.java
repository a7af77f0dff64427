package dev.azulejo.cli.bench.peer;

import dev.azulejo.nn.io.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A benchmark that runs in Azulejo and in PyTorch alike.
 *
 * @param id its name in {@code --only}
 * @param words what to measure, as options of {@code azulejo bench} and of the peer
 * @param oneThread whether it runs on one thread, whatever {@code --threads} says
 * @param rows what is read of its figures
 */
public record Comparison(String id, List<String> words, boolean oneThread, List<Row> rows) {
    /** The project's goals; 0 where none is set. */
    private static final double NONE = 0;

    private static final double SMALL = 1.5;

    /**
     * A figure.
     *
     * @param id its name in {@code --only}
     * @param what the same for people
     * @param path the members of the figures that lead to it, the last one a number: bytes of memory, or milliseconds
     * @param wanted the least speed, or the most memory, as a multiple of PyTorch's; 0 for none
     */
    public record Row(String id, String what, List<String> path, double wanted) {
        /** The path of a time of a step. */
        public static final List<String> STEP = List.of("step_milliseconds");
        /** The path of the peak of memory. */
        public static final List<String> MEMORY = List.of("peak_memory_bytes");

        /** {@return whether it is memory, of which less is better, as of time} */
        public boolean memory() {
            return path.equals(MEMORY);
        }

        /** The figure, of either side. */
        public double value(JsonObject json) {
            JsonObject of = json;
            for (String member : path.subList(0, path.size() - 1)) {
                of = of.object(member);
            }
            return of.number(path.getLast());
        }

        /** {@return how many times as fast, or as much memory, Azulejo is or takes} */
        double ratio(double azulejo, double pytorch) {
            return memory() ? azulejo / pytorch : pytorch / azulejo;
        }

        /** {@return whether a ratio is good enough} */
        boolean accepts(double ratio) {
            return wanted == NONE || (memory() ? ratio <= wanted : ratio >= wanted);
        }
    }

    /** All of them, the costly ones first. */
    public static List<Comparison> all(boolean severalThreads) {
        List<Comparison> all = new ArrayList<>();
        all.add(new Comparison(
                "step-256",
                List.of("step", "--image-size", "256", "--batch", "4"),
                false,
                List.of(
                        new Row("step-256", "step 256x256, batch 4", Row.STEP, 2),
                        new Row("memory-step", "its peak memory", Row.MEMORY, 0.8))));
        all.add(new Comparison(
                "step-32",
                List.of("step", "--image-size", "32", "--batch", "64"),
                false,
                List.of(
                        new Row("step-32", "step 32x32, batch 64", Row.STEP, 2),
                        new Row("steady-32", "until 90 % of its speed", List.of("milliseconds_until_steady"), NONE))));
        all.add(step("step-hidden-64", "step 256x256, batch 4, hidden 64", 1.6, "--image-size 256 --hidden 64"));
        all.add(step("step-hidden-192", "step 256x256, batch 4, hidden 192", 1.6, "--image-size 256 --hidden 192"));
        all.add(step("step-96", "step 96x96, batch 3", 2, "--image-size 96 --batch 3"));
        all.addAll(smallSteps());
        all.add(encode("32", "64"));
        all.add(encode("256", "4"));
        all.add(decode("png", 64, 2000));
        all.add(decode("jpeg", 512, 200));
        all.add(prior("top", "32", "top at 32x32, batch 8", "--size 32 --batch 8"));
        all.add(prior("bottom", "64", "bottom at 64x64, batch 8", "--size 64 --batch 8 --condition 64"));
        all.add(prior("top", "4", "top at 4x4, batch 32", "--size 4 --batch 32 --codes 128"));
        all.add(prior("bottom", "8", "bottom at 8x8, batch 32", "--size 8 --batch 32 --codes 128 --condition 64"));
        all.add(sample("1", 5));
        all.add(sample("16", NONE));
        all.add(conv("conv-3x3", "3x3 128-128 at 64x64", 1.5, "--kernel 3 --padding 1 --size 64"));
        all.add(conv("conv-4x4", "4x4/2 128-128 at 128x128", 1.2, "--kernel 4 --stride 2 --padding 1 --size 128"));
        all.add(conv(
                "conv-transposed",
                "transposed 4x4/2 128-128 at 64x64",
                1.2,
                "--kernel 4 --stride 2 --padding 1 --size 64 --transposed"));
        all.add(conv("conv-1x1", "1x1 128-128 at 64x64", NONE, "--kernel 1 --padding 0 --size 64"));
        all.add(conv(
                "conv-few", "4x4/2 3-128 at 256x256", NONE, "--kernel 4 --stride 2 --padding 1 --size 256 --in 3"));
        for (String size : List.of("512", "1024", "2048", "1000x777x333")) {
            List<String> words = List.of("gemm", "--size", size);
            String id = "gemm-" + size;
            all.add(single(id + "-one", "gemm " + size + ", one thread", 1, words, true));
            if (severalThreads) {
                all.add(single(id + "-all", "gemm " + size, 1, words, false));
            }
        }
        all.add(single(
                "quantize-16384",
                "nearest of 512 for 16384 vectors of 64",
                3,
                List.of("quantize", "--vectors", "16384", "--code-dim", "64", "--codes", "512"),
                false));
        return List.copyOf(all);
    }

    private static Comparison step(String id, String what, double wanted, String options) {
        return single(id, what, wanted, List.of(("step " + options).split(" ")), false);
    }

    /** Few images, few pixels, one channel, and channels that are no multiple of a register's wide tile. */
    private static List<Comparison> smallSteps() {
        return List.of(
                step("step-small-32-8", "step 32x32, batch 8", SMALL, "--image-size 32 --batch 8"),
                step("step-small-64-16", "step 64x64, batch 16", SMALL, "--image-size 64 --batch 16"),
                step("step-small-grey", "step 32x32, grey, batch 64", SMALL, "--image-size 32 --batch 64 --channels 1"),
                step(
                        "step-small-80",
                        "step 64x64, batch 16, hidden 80",
                        SMALL,
                        "--image-size 64 --batch 16 --hidden 80"),
                step("step-small-one-32", "step 32x32, batch 1", SMALL, "--image-size 32 --batch 1"),
                step("step-small-one-256", "step 256x256, batch 1", SMALL, "--image-size 256 --batch 1"));
    }

    private static Comparison prior(String preset, String size, String what, String options) {
        List<String> words = List.of(("prior --preset " + preset + " " + options).split(" "));
        return single("prior-step-" + size, "prior's step: " + what, 1.5, words, false);
    }

    /** Drawing grids of codes with caches, and by skips the whole network. */
    private static Comparison sample(String batch, double wanted) {
        List<Row> rows = new ArrayList<>();
        for (String level : List.of("top", "bottom")) {
            String id = "prior-sample-" + level + "-" + batch;
            String what = (level.equals("top") ? "32x32" : "64x64") + " codes by " + level + ", batch " + batch;
            rows.add(new Row(id, "drawing " + what, List.of("levels", level, "milliseconds"), wanted));
            rows.add(new Row(
                    id + "-whole", "whole passes: " + what, List.of("levels", level, "whole_pass_milliseconds"), NONE));
        }
        return new Comparison("prior-sample-" + batch, List.of("sample", "--batch", batch), false, rows);
    }

    /** A model at work: images to codes, and the whole pass that evaluates it. */
    private static Comparison encode(String size, String batch) {
        String what = size + "x" + size + ", batch " + batch;
        return new Comparison(
                "encode-" + size,
                List.of("encode", "--image-size", size, "--batch", batch),
                false,
                List.of(
                        new Row("encode-" + size, "encoding " + what, List.of("encode_milliseconds"), 2),
                        new Row("evaluate-" + size, "evaluating " + what, List.of("evaluate_milliseconds"), 2)));
    }

    /** Reading a folder of images, beside Pillow. */
    private static Comparison decode(String format, int size, int count) {
        String id = "decode-" + format;
        List<String> words = List.of(
                "decode", "--format", format, "--image-size", String.valueOf(size), "--images", String.valueOf(count));
        String what = "decoding " + count + " " + format.toUpperCase(Locale.ROOT) + "s of " + size + "x" + size;
        return single(id, what, NONE, words, false);
    }

    private static Comparison single(String id, String what, double wanted, List<String> words, boolean oneThread) {
        return new Comparison(id, words, oneThread, List.of(new Row(id, what, Row.STEP, wanted)));
    }

    private static Comparison conv(String id, String what, double wanted, String options) {
        List<Row> rows = new ArrayList<>();
        for (Direction direction : Direction.values()) {
            String name = direction == Direction.FORWARD ? "forward" : "gradient of " + direction.word();
            List<String> path = List.of("directions", direction.word(), "step_milliseconds");
            rows.add(new Row(id + "-" + direction.word(), what + ", " + name, path, wanted));
        }
        return new Comparison(id, List.of(("conv " + options).split(" ")), false, rows);
    }

    /** {@return the images that both sides read, written for a while; null if it reads none} */
    public ImageFiles images() {
        return words.getFirst().equals("decode")
                ? ImageFiles.write(
                        after("--format"), Integer.parseInt(after("--image-size")), Integer.parseInt(after("--images")))
                : null;
    }

    private String after(String option) {
        return words.get(words.indexOf(option) + 1);
    }

    /** The comparison of some figures only; without rows if none of them is. */
    public Comparison only(List<String> prefixes) {
        List<Row> left = rows.stream()
                .filter(row -> prefixes.stream().anyMatch(prefix -> begins(row.id(), prefix)))
                .toList();
        return new Comparison(id, words, oneThread, left);
    }

    private static boolean begins(String id, String prefix) {
        return id.equals(prefix) || id.startsWith(prefix + "-");
    }
}
