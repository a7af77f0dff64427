package dev.azulejo.cli.command;

import dev.azulejo.cli.terminal.Machine;
import dev.azulejo.cli.terminal.Session;
import dev.azulejo.engine.Backends;
import dev.azulejo.engine.backend.BackendProvider;
import dev.azulejo.engine.backend.ComputeDevice;
import dev.azulejo.nn.message.Counted;
import dev.azulejo.nn.run.RunInfo;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code azulejo info}: the JDK, the lanes, the backends and the devices of this machine. */
@Command(
        name = "info",
        header = "The JDK, the width of the vector registers, the backends and the devices of this machine.",
        footerHeading = "%nExamples:%n",
        footer = {"  azulejo info", "  azulejo info --json"})
public final class Info implements Callable<Integer> {
    private final Session session;

    /** The command in this session. */
    public Info(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        int lanes = Machine.lanes();
        List<Object> backends = new ArrayList<>();
        List<Object> devices = new ArrayList<>();
        List<String> lines = new ArrayList<>();
        List<String> deviceLines = new ArrayList<>();
        lines.add("azulejo   " + RunInfo.VERSION);
        lines.add("java      " + Runtime.version() + ", " + System.getProperty("java.vm.name") + ", up to "
                + Runtime.getRuntime().maxMemory() / (1 << 20) + " MiB of heap");
        lines.add("lanes     "
                + (lanes == 0 ? "none: the module " + Machine.VECTOR_MODULE + " is not loaded" : lanes + " floats"));
        for (BackendProvider provider : Backends.providers()) {
            String obstacle = provider.obstacle().orElse(null);
            Map<String, Object> backend = new LinkedHashMap<>();
            backend.put("name", provider.name());
            backend.put("available", obstacle == null);
            backend.put("obstacle", obstacle);
            backends.add(backend);
            lines.add("backend   " + provider.name() + (obstacle == null ? "" : ": not here, " + obstacle));
            if (obstacle == null) {
                offered(provider, devices, deviceLines);
            }
        }
        int cores = Runtime.getRuntime().availableProcessors();
        String processor = Machine.processor();
        lines.add("device    " + processor + ", " + Counted.of(cores, "core"));
        lines.addAll(deviceLines);
        devices.addFirst(Map.of("kind", "cpu", "name", processor, "cores", cores));

        Map<String, Object> json = new LinkedHashMap<>();
        json.put("java", Runtime.version().toString());
        json.put("lanes", lanes);
        json.put("backends", backends);
        json.put("devices", devices);
        json.put("version", RunInfo.VERSION);
        session.result(json, String.join("\n", lines));
        return 0;
    }

    /** The devices that a backend can be told to compute on. */
    private static void offered(BackendProvider provider, List<Object> devices, List<String> lines) {
        List<ComputeDevice> all = provider.devices();
        for (int i = 0; i < all.size(); i++) {
            ComputeDevice device = all.get(i);
            Map<String, Object> json = new LinkedHashMap<>();
            json.put("kind", device.gpu() ? "gpu" : "other");
            json.put("name", device.name());
            json.put("backend", provider.name());
            json.put("number", i);
            json.put("bytes", device.bytes());
            devices.add(json);
            String memory = String.format(Locale.ROOT, "%.1f GiB", device.bytes() / (double) (1 << 30));
            lines.add("device    " + provider.name() + " " + i + ": " + device.name() + ", " + memory);
        }
    }
}
