package dev.azulejo.engine.program;

import dev.azulejo.engine.backend.Buffer;
import dev.azulejo.engine.backend.DType;
import dev.azulejo.engine.backend.Memory;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The places in which the passing buffers of a list of calls are kept. Each lives from the first call that names it to
 * the last; two whose lives do not overlap may share a place. The largest is placed first, in the smallest place that
 * is free throughout its life ("greedy by size" of Pisarchyk and Lee 2020, arXiv 2001.03288), as heap arrays have no
 * offsets to pack by.
 */
final class MemoryPlan {
    /** A place is not taken by a buffer of less than this share of it: a fill would walk it, and caches would not hold it. */
    private static final int WASTE = 4;

    private final Map<PlannedBuffer, Life> lives = new LinkedHashMap<>();
    private final Map<PlannedBuffer, Place> places = new HashMap<>();
    private final List<Call> calls;

    /** The life of a buffer, from the first call that names it to the last, both by their number. */
    record Life(int first, int last) {
        boolean overlaps(Life other) {
            return first <= other.last && other.first <= last;
        }
    }

    /** An array of the backend and who lives in it, when. */
    private static final class Place {
        private final Buffer storage;
        private final List<PlannedBuffer> tenants = new ArrayList<>();

        private Place(Buffer storage) {
            this.storage = storage;
        }
    }

    /**
     * Plans, and takes storage.
     *
     * @param shared storage of other programs that never run at the same time; what is missing is added to it
     */
    MemoryPlan(List<Call> calls, Memory memory, List<Buffer> shared) {
        this.calls = calls;
        for (int i = 0; i < calls.size(); i++) {
            live(calls.get(i).reads(), i);
            live(calls.get(i).writes(), i);
        }
        List<Place> all = new ArrayList<>();
        shared.forEach(storage -> all.add(new Place(storage)));
        List<PlannedBuffer> largestFirst = new ArrayList<>(lives.keySet());
        largestFirst.sort(Comparator.comparingInt(PlannedBuffer::size).reversed());
        for (PlannedBuffer buffer : largestFirst) {
            Place place = all.stream()
                    .filter(candidate -> fits(buffer, candidate))
                    .min(Comparator.comparingInt(candidate -> candidate.storage.size()))
                    .orElse(null);
            if (place == null) {
                place = new Place(memory.allocate(buffer.type(), buffer.size()));
                all.add(place);
                shared.add(place.storage);
            }
            place.tenants.add(buffer);
            places.put(buffer, place);
        }
    }

    private void live(List<Buffer> named, int call) {
        for (Buffer buffer : named) {
            if (buffer instanceof PlannedBuffer planned) {
                lives.merge(planned, new Life(call, call), (life, now) -> new Life(life.first, now.last));
            }
        }
    }

    private boolean fits(PlannedBuffer buffer, Place place) {
        Buffer storage = place.storage;
        return storage.type() == buffer.type()
                && storage.size() >= buffer.size()
                && storage.size() / WASTE <= buffer.size()
                && place.tenants.stream().noneMatch(tenant -> collide(buffer, tenant));
    }

    private boolean collide(PlannedBuffer a, PlannedBuffer b) {
        Life one = lives.get(a);
        Life other = lives.get(b);
        if (!one.overlaps(other)) {
            return false;
        }
        // One may end in the call that begins the other, if that call writes over what it reads.
        boolean handedOver = one.last == other.first && overwrites(one.last, a, b);
        boolean takenOver = other.last == one.first && overwrites(other.last, b, a);
        return !handedOver && !takenOver;
    }

    private boolean overwrites(int call, PlannedBuffer ends, PlannedBuffer begins) {
        Call at = calls.get(call);
        return ends.size() == begins.size()
                && !at.written().isEmpty()
                && at.written().getFirst().equals(begins)
                && at.reads().stream().noneMatch(begins::equals)
                && at.mayOverwrite(ends);
    }

    /** {@return where a buffer is kept: its place if it is a passing one, itself otherwise} */
    Buffer place(Buffer buffer) {
        return buffer instanceof PlannedBuffer planned ? places.get(planned).storage : buffer;
    }

    /** The places that are used. */
    List<Buffer> storage() {
        return places.values().stream().map(place -> place.storage).distinct().toList();
    }

    Life life(Buffer buffer) {
        return lives.get((PlannedBuffer) buffer);
    }

    /** Places that hold something whose life ends with a call, and nothing that lives on. */
    List<Buffer> freedBy(int call) {
        return lives.entrySet().stream()
                .filter(entry ->
                        entry.getValue().last() == call && entry.getKey().type() == DType.FLOAT32)
                .map(entry -> places.get(entry.getKey()))
                .filter(place -> place.tenants.stream()
                        .map(lives::get)
                        .noneMatch(life -> life.first() <= call && life.last() > call))
                .map(place -> place.storage)
                .distinct()
                .toList();
    }

    /** Bytes of all places that are used. */
    long bytes() {
        return storage().stream().mapToLong(place -> 4L * place.size()).sum();
    }

    /** The most bytes that are alive at once: no plan can do with less. */
    long floor() {
        long[] change = new long[calls.size() + 1];
        lives.forEach((buffer, life) -> {
            change[life.first()] += 4L * buffer.size();
            change[life.last() + 1] -= 4L * buffer.size();
        });
        long alive = 0;
        long most = 0;
        for (int i = 0; i < calls.size(); i++) {
            alive += change[i];
            most = Math.max(most, alive - writtenOver(i));
        }
        return most;
    }

    /** Bytes that a call writes over what it has read, and so needs only once. */
    private long writtenOver(int call) {
        for (Buffer begins : calls.get(call).written()) {
            for (Buffer ends : calls.get(call).reads()) {
                if (begins instanceof PlannedBuffer b
                        && ends instanceof PlannedBuffer e
                        && lives.get(b).first() == call
                        && lives.get(e).last() == call
                        && overwrites(call, e, b)) {
                    return 4L * b.size();
                }
            }
        }
        return 0;
    }
}
