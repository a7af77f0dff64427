package dev.azulejo.engine.tornado.plan;

import dev.azulejo.engine.tornado.Device;
import dev.azulejo.engine.tornado.Launch;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Calls that become a program: the launches that they make, and the buffers of theirs that last. Arrays are equal only to themselves. */
final class Recording implements Device {
    private final Set<DeviceBuffer> passing = new LinkedHashSet<>();
    private final List<Launch> launches = new ArrayList<>();
    private final Map<Object, DeviceBuffer> lasting = new LinkedHashMap<>();
    private final Set<DeviceBuffer> written = new LinkedHashSet<>();

    /** The launches, in their order. */
    List<Launch> launches() {
        return List.copyOf(launches);
    }

    /** The buffers whose content matters outside the calls, by their arrays. */
    Map<Object, DeviceBuffer> lasting() {
        return lasting;
    }

    /** Those of them that calls change. */
    Set<DeviceBuffer> written() {
        return written;
    }

    void passes(DeviceBuffer buffer) {
        passing.add(buffer);
    }

    void names(DeviceBuffer buffer, boolean writes) {
        if (!passing.contains(buffer)) {
            lasting.put(buffer.onDevice().memory(), buffer);
            if (writes) {
                written.add(buffer);
            }
        }
    }

    @Override
    public void run(Launch launch) {
        launches.add(launch);
    }

    @Override
    public void beforeHostReads(Object array) {
        throw new IllegalStateException("a call that is made into a program reads on the host");
    }

    @Override
    public void beforeHostWrites(Object array) {
        throw new IllegalStateException("a call that is made into a program writes on the host");
    }
}
