package dev.azulejo.nn.data.split;

import java.util.List;
import java.util.stream.Stream;

/**
 * The way in which a source was understood, for people to check.
 *
 * @param heldOut how the held-out images were chosen: {@code every tenth}, {@code test/}
 * @param byRule whether they were chosen by a rule of ours, not by how the data lies
 * @param remarks what is odd, a sentence each
 * @param ignored files that are not images, or were not taken for others' sake
 */
public record LoadReport(String heldOut, boolean byRule, List<String> remarks, List<IgnoredFiles> ignored) {
    /** Held out by rule: the last tenth. */
    public static final LoadReport LAST_TENTH = new LoadReport("the last tenth", true, List.of(), List.of());
    /** Held out by rule: every tenth. */
    public static final LoadReport EVERY_TENTH = new LoadReport("every tenth", true, List.of(), List.of());

    /**
     * Copies the lists.
     *
     * @param heldOut how the held-out images were chosen
     * @param byRule whether by a rule of ours
     * @param remarks what is odd
     * @param ignored files that were not even tried
     */
    public LoadReport {
        remarks = List.copyOf(remarks);
        ignored = List.copyOf(ignored);
    }

    /**
     * Chosen as the data lies.
     *
     * @param heldOut what holds the held-out images
     * @return with nothing to remark
     */
    public static LoadReport named(String heldOut) {
        return new LoadReport(heldOut, false, List.of(), List.of());
    }

    /**
     * The same with more to say.
     *
     * @param moreRemarks what is odd
     * @param moreIgnored files that were not even tried
     * @return all of both
     */
    public LoadReport with(List<String> moreRemarks, List<IgnoredFiles> moreIgnored) {
        return new LoadReport(heldOut, byRule, joined(remarks, moreRemarks), joined(ignored, moreIgnored));
    }

    private static <T> List<T> joined(List<T> first, List<T> second) {
        return Stream.concat(first.stream(), second.stream()).toList();
    }
}
