package dev.azulejo.engine.tornado.vm;

import dev.azulejo.engine.backend.ComputeDevice;
import dev.azulejo.engine.backend.DeviceException;
import dev.azulejo.engine.tornado.plan.Accelerator;
import dev.azulejo.engine.tornado.plan.Layout;
import dev.azulejo.engine.tornado.plan.Ring;
import java.util.List;
import java.util.Locale;
import uk.ac.manchester.tornado.api.TornadoExecutionPlan;
import uk.ac.manchester.tornado.api.common.TornadoDevice;
import uk.ac.manchester.tornado.api.enums.TornadoDeviceType;
import uk.ac.manchester.tornado.api.types.arrays.FloatArray;
import uk.ac.manchester.tornado.api.types.arrays.IntArray;

/** The devices that TornadoVM finds. */
final class TornadoDevices {
    /** What TornadoVM is told before it starts; whoever runs Java may say otherwise. */
    private static final List<List<String>> SETTINGS = List.of(
            // A kernel that does not compile is an error, not a slow loop.
            List.of("tornado.recover.bailout", "False"),
            List.of("tornado.tvm.maxbytecodesize", "1048576"),
            // OpenCL's compiler would take x + a - a for x, which is how kernels round, and NaN for what never happens.
            List.of("tornado.opencl.compiler.flags", "-w"),
            // Each task waits on a list of this many events; the default costs 10 microseconds a task.
            List.of("tornado.max.events", "64"),
            // TornadoVM's own bound, 4 GB by default. Whether a program fits is asked of the device below.
            List.of("tornado.device.memory", "1024GB"));

    private TornadoDevices() {}

    private static List<TornadoDevice> all() {
        SETTINGS.forEach(setting -> {
            if (System.getProperty(setting.getFirst()) == null) {
                System.setProperty(setting.getFirst(), setting.getLast());
            }
        });
        return TornadoExecutionPlan.getTornadoDeviceMap().getAllBackends().stream()
                .flatMap(backend -> backend.getAllDevices().stream())
                .toList();
    }

    /** The devices, by their numbers. */
    static List<ComputeDevice> list() {
        return all().stream()
                .map(device -> new ComputeDevice(
                        name(device),
                        device.getDeviceType() == TornadoDeviceType.GPU,
                        device.getPhysicalDevice().getDeviceGlobalMemorySize()))
                .toList();
    }

    private static String name(TornadoDevice device) {
        return device.getPhysicalDevice().getDeviceName().strip() + " ("
                + device.getTornadoVMBackend().name() + ")";
    }

    /** A device that runs programs. */
    static Accelerator accelerator(int number) {
        return new OnDevice(all().get(number));
    }

    private static final class OnDevice implements Accelerator {
        private final TornadoDevice device;
        private final Tasks tasks = new Tasks();
        private final long memory;
        private long taken;
        private int rings;

        private OnDevice(TornadoDevice device) {
            this.device = device;
            this.memory = device.getPhysicalDevice().getDeviceGlobalMemorySize();
        }

        @Override
        public String description() {
            return "%s, %s".formatted(name(device), gibibytes(memory));
        }

        @Override
        public Ring ring(Layout layout) {
            long bytes = layout.arrays().stream().mapToLong(OnDevice::bytes).sum();
            if (taken + bytes > memory) {
                throw new DeviceException(
                        "the device's memory is too small: a step takes %s%s, %s has %s; use a smaller --batch or smaller images"
                                .formatted(
                                        gibibytes(bytes),
                                        taken == 0 ? "" : " beside " + gibibytes(taken) + " of others",
                                        name(device),
                                        gibibytes(memory)),
                        null);
            }
            Ring ring = Failures.translated(
                    () -> new TaskRing(device, layout, tasks, "r" + rings + "_", () -> taken -= bytes));
            rings++;
            taken += bytes;
            return ring;
        }

        private static long bytes(Object array) {
            return switch (array) {
                case FloatArray floats -> 4L * floats.getSize();
                case IntArray ints -> 4L * ints.getSize();
                default -> throw new IllegalArgumentException(array + " is no array of TornadoVM");
            };
        }

        private static String gibibytes(long bytes) {
            return String.format(Locale.ROOT, "%.1f GiB", bytes / (double) (1 << 30));
        }
    }
}
