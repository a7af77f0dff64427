package dev.azulejo.nn.data.split;

import java.util.List;
import java.util.stream.Stream;

/**
 * The way in which a source was understood, for people to check.
 *
 * @param heldOut how the held-out images were chosen: {@code every tenth}, {@code test/}
 * @param byRule whether they were chosen by a rule of ours, not by how the data lies
 * @param remarks what is odd, a sentence each
 * @param passedOver files that are not images, or were not taken for others' sake
 */
public record Found(String heldOut, boolean byRule, List<String> remarks, List<PassedOver> passedOver) {
    /** Held out by rule: the last tenth. */
    public static final Found LAST_TENTH = new Found("the last tenth", true, List.of(), List.of());
    /** Held out by rule: every tenth. */
    public static final Found EVERY_TENTH = new Found("every tenth", true, List.of(), List.of());

    /**
     * Copies the lists.
     *
     * @param heldOut how the held-out images were chosen
     * @param byRule whether by a rule of ours
     * @param remarks what is odd
     * @param passedOver files that were not even tried
     */
    public Found {
        remarks = List.copyOf(remarks);
        passedOver = List.copyOf(passedOver);
    }

    /**
     * Chosen as the data lies.
     *
     * @param heldOut what holds the held-out images
     * @return with nothing to remark
     */
    public static Found named(String heldOut) {
        return new Found(heldOut, false, List.of(), List.of());
    }

    /**
     * The same with more to say.
     *
     * @param moreRemarks what is odd
     * @param morePassedOver files that were not even tried
     * @return all of both
     */
    public Found with(List<String> moreRemarks, List<PassedOver> morePassedOver) {
        return new Found(heldOut, byRule, joined(remarks, moreRemarks), joined(passedOver, morePassedOver));
    }

    private static <T> List<T> joined(List<T> first, List<T> second) {
        return Stream.concat(first.stream(), second.stream()).toList();
    }
}
