package dev.azulejo.engine.tornado;

import java.util.ArrayList;
import java.util.List;

/** A device that passes launches on, or keeps them while a list of calls is made into one thing. */
final class LaunchRecorder implements Device {
    private final Device device;
    private List<Launch> kept;

    LaunchRecorder(Device device) {
        this.device = device;
    }

    /** The launches that calls make, which are not run. */
    List<Launch> launchesOf(List<Runnable> calls) {
        List<Launch> launches = new ArrayList<>();
        kept = launches;
        try {
            calls.forEach(Runnable::run);
        } finally {
            kept = null;
        }
        return List.copyOf(launches);
    }

    @Override
    public void run(Launch launch) {
        if (kept == null) {
            device.run(launch);
        } else {
            kept.add(launch);
        }
    }

    @Override
    public Runnable compile(List<Launch> launches) {
        return device.compile(launches);
    }

    @Override
    public void beforeHostReads(Object array) {
        requireRunning();
        device.beforeHostReads(array);
    }

    @Override
    public void beforeHostWrites(Object array) {
        requireRunning();
        device.beforeHostWrites(array);
    }

    private void requireRunning() {
        if (kept != null) {
            throw new IllegalStateException("launches: a call that is made into a program touches the host");
        }
    }
}
