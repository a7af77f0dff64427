package dev.azulejo.cli.serve;

import dev.azulejo.nn.io.JsonObject;
import dev.azulejo.nn.message.DidYouMean;
import dev.azulejo.priors.sampling.SamplingOptions;
import dev.azulejo.priors.train.RunClasses;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What every request to draw says.
 *
 * @param options how codes are drawn: as the priors learned, if it says nothing
 * @param count how many images
 * @param wanted the class, null if none is named
 */
record DrawRequest(SamplingOptions options, int count, String wanted) {
    /** The most images of a request. */
    static final int MOST = 64;

    static final Set<String> MEMBERS = Set.of("count", "class", "temperature", "top_k", "top_p", "seed");

    static DrawRequest of(JsonObject json) {
        SamplingOptions options = new SamplingOptions(
                json.has("temperature") ? json.number("temperature") : 1,
                json.has("top_k") ? json.whole("top_k", 0, Integer.MAX_VALUE) : 0,
                json.has("top_p") ? json.number("top_p") : 1,
                json.has("seed") ? json.whole("seed") : 0);
        int count = json.has("count") ? json.whole("count", 1, MOST) : 1;
        String wanted = !json.has("class")
                ? null
                : json.members().get("class") instanceof Long number ? number.toString() : json.text("class");
        return new DrawRequest(options, count, wanted);
    }

    /** Refuses a member that nothing would read. */
    static void requireMembers(JsonObject json, Set<String> own, Set<String> more) {
        List<String> known = Stream.concat(own.stream(), more.stream()).sorted().toList();
        for (String member : json.members().keySet()) {
            if (!known.contains(member)) {
                throw new Refusal(
                        Refusal.BAD,
                        json.name() + ": unknown member \"" + member + "\"; "
                                + DidYouMean.to(member, known)
                                        .map(name -> "did you mean \"" + name + "\"?")
                                        .orElse(known.stream().collect(Collectors.joining(", ", "expected ", ""))));
            }
        }
    }

    /** The classes of new images: the one that is wanted, else one after another by the number of the image. */
    int[] inTurn(RunClasses known, long first) {
        int[] turn = wanted == null ? known.inTurn() : new int[] {known.find(wanted)};
        int[] drawn = new int[count];
        for (int i = 0; turn.length > 0 && i < count; i++) {
            drawn[i] = turn[(int) ((first + i) % turn.length)];
        }
        return drawn;
    }

    /** The class of what is completed, for each image: the one that is wanted, else that of the image. */
    int[] ofImage(RunClasses known, String own) {
        int[] drawn = new int[count];
        if (wanted != null) {
            Arrays.fill(drawn, known.find(wanted));
        } else if (!known.names().isEmpty()) {
            int number = known.names().indexOf(own);
            if (number < 0) {
                throw new Refusal(
                        Refusal.BAD,
                        "request: the priors know classes; name one under \"class\", such as \""
                                + known.names().getFirst() + "\"");
            }
            Arrays.fill(drawn, number);
        }
        return drawn;
    }
}
