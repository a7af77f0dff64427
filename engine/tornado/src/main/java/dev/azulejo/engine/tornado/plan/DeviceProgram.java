package dev.azulejo.engine.tornado.plan;

import dev.azulejo.engine.tornado.Launch;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A list of calls on a device, run again and again. Weights and moments stay there; what the host or another program changed
 * in between goes up before a run; nothing comes down before it is asked for.
 */
final class DeviceProgram implements Runnable {
    /** Inputs that enter before the first part; each of them stays known to all parts up to its last use. */
    private static final int INPUTS = 40;

    private final Residents device;
    private final List<Launch> launches;
    private final Map<Object, DeviceBuffer> lasting;
    private final Set<DeviceBuffer> written;

    private Layout layout;
    private Ring ring;

    /** The part that each lasting buffer enters with, and the version of it that is on the device. */
    private final Map<DeviceBuffer, Integer> entrance = new HashMap<>();

    private final Map<DeviceBuffer, Long> held = new HashMap<>();

    DeviceProgram(Residents device, Recording recording) {
        this.device = device;
        this.launches = recording.launches();
        this.lasting = recording.lasting();
        this.written = recording.written();
    }

    @Override
    public void run() {
        if (launches.isEmpty()) {
            return;
        }
        if (ring == null) {
            prepare();
        }
        for (int part = 0; part < layout.parts().size(); part++) {
            List<DeviceBuffer> entering = buffers(layout.parts().get(part).entering());
            if (!entering.stream().allMatch(this::isHeld)) {
                entering.forEach(this::prepareUpload);
                ring.upload(part);
            }
            if (part == 0) {
                buffers(layout.inputs()).stream()
                        .filter(input -> !isHeld(input))
                        .forEach(this::prepareUpload);
                ring.uploadInputs();
            }
            ring.compute(part);
        }
        for (DeviceBuffer buffer : written) {
            buffer.wroteOnDevice(this);
            held.put(buffer, buffer.version());
        }
    }

    /** Lays the program out when it is first run: what the host has set by then tells the inputs from the weights. */
    private void prepare() {
        List<Object> inputs = lasting.entrySet().stream()
                .filter(entry ->
                        !written.contains(entry.getValue()) && entry.getValue().hostWrites() > 1)
                .sorted(Comparator.comparingInt(entry -> -entry.getValue().hostWrites()))
                .limit(INPUTS)
                .<Object>map(Map.Entry::getKey)
                .toList();
        layout = Layout.of(launches, lasting.keySet(), inputs, device.limits());
        for (int part = 0; part < layout.parts().size(); part++) {
            for (DeviceBuffer buffer : buffers(layout.parts().get(part).entering())) {
                entrance.put(buffer, part);
            }
        }
        ring = device.open(this, layout);
    }

    private List<DeviceBuffer> buffers(List<Object> arrays) {
        return arrays.stream().map(lasting::get).toList();
    }

    private boolean isHeld(DeviceBuffer buffer) {
        return held.getOrDefault(buffer, -1L) == buffer.version();
    }

    private void prepareUpload(DeviceBuffer buffer) {
        buffer.prepareUpload();
        held.put(buffer, buffer.version());
    }

    /** Fetches a buffer into its array. */
    void fetch(DeviceBuffer buffer) {
        ring.fetch(entrance.get(buffer), buffer.onDevice().memory());
    }
}
