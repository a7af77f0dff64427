package dev.azulejo.engine.program;

import dev.azulejo.engine.backend.Buffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** A program as a table for people: what each call reads and writes, how large that is, where it is kept and for how long. */
final class ProgramTable {
    private final MemoryPlan plan;
    private final Map<Buffer, String> names = new HashMap<>();
    private final Map<Buffer, Integer> places = new HashMap<>();
    private int lasting;

    private ProgramTable(MemoryPlan plan) {
        this.plan = plan;
    }

    static String of(List<Call> calls, MemoryPlan plan) {
        ProgramTable table = new ProgramTable(plan);
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < calls.size(); i++) {
            Call call = calls.get(i);
            lines.add(String.format(
                    Locale.ROOT,
                    "%4d %-32s %-40s %s -> %s",
                    i,
                    call.name(),
                    call.constants().stream().map(ProgramTable::constant).collect(Collectors.joining(" ")),
                    table.shown(call.reads()),
                    table.shown(call.writes())));
        }
        lines.add(String.format(
                Locale.ROOT,
                "%d calls; passing tensors in %d places of %.1f MiB, %.1f MiB alive at once",
                calls.size(),
                table.places.size(),
                plan.bytes() / 0x1p20,
                plan.floor() / 0x1p20));
        return String.join("\n", lines) + "\n";
    }

    private static String constant(Object constant) {
        String text = String.valueOf(constant);
        return constant instanceof Record ? text.substring(text.indexOf('[')) : text;
    }

    private String shown(List<Buffer> buffers) {
        return buffers.isEmpty() ? "nothing" : buffers.stream().map(this::shown).collect(Collectors.joining(", "));
    }

    /** {@code %12 4.0 KiB @3 (7-19)}: a passing tensor, its size, its place and its life; {@code w5 256 B}: a lasting one. */
    private String shown(Buffer buffer) {
        String size = bytes(4L * buffer.size());
        if (!(buffer instanceof PlannedBuffer)) {
            return names.computeIfAbsent(buffer, _ -> "w" + lasting++) + " " + size;
        }
        MemoryPlan.Life life = plan.life(buffer);
        int place = places.computeIfAbsent(plan.place(buffer), _ -> places.size());
        return buffer + " " + size + " @" + place + " (" + life.first() + "-" + life.last() + ")";
    }

    private static String bytes(long bytes) {
        if (bytes < 1024) {
            return bytes + " B";
        }
        return bytes < 1 << 20
                ? String.format(Locale.ROOT, "%.1f KiB", bytes / 1024.0)
                : String.format(Locale.ROOT, "%.1f MiB", bytes / 0x1p20);
    }
}
