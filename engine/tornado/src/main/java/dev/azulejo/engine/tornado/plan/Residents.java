package dev.azulejo.engine.tornado.plan;

import java.lang.ref.PhantomReference;
import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.util.HashSet;
import java.util.Set;

/** The programs that are on a device. Those that nobody holds any more give its memory back when another one comes. */
final class Residents {
    private final Accelerator device;
    private final ReferenceQueue<DeviceProgram> gone = new ReferenceQueue<>();
    private final Set<Resident> residents = new HashSet<>();

    private static final class Resident extends PhantomReference<DeviceProgram> {
        private final Ring ring;

        private Resident(DeviceProgram program, Ring ring, ReferenceQueue<DeviceProgram> gone) {
            super(program, gone);
            this.ring = ring;
        }
    }

    Residents(Accelerator device) {
        this.device = device;
    }

    Layout.Limits limits() {
        return device.limits();
    }

    /** Brings a program to the device. */
    Ring open(DeviceProgram program, Layout layout) {
        for (Reference<?> reference = gone.poll(); reference != null; reference = gone.poll()) {
            Resident resident = (Resident) reference;
            residents.remove(resident);
            resident.ring.close();
        }
        Ring ring = device.ring(layout);
        residents.add(new Resident(program, ring, gone));
        return ring;
    }

    void close() {
        residents.forEach(resident -> resident.ring.close());
        residents.clear();
    }
}
