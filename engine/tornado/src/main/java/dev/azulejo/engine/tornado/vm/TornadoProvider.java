package dev.azulejo.engine.tornado.vm;

import dev.azulejo.engine.Backends;
import dev.azulejo.engine.backend.Backend;
import dev.azulejo.engine.backend.BackendProvider;
import dev.azulejo.engine.backend.ComputeDevice;
import dev.azulejo.engine.tornado.plan.DeviceBackend;
import java.util.List;
import java.util.Optional;

/** Provides the backend that runs steps through TornadoVM, where that is installed and finds a device. */
public final class TornadoProvider implements BackendProvider {
    private static final String API = "uk.ac.manchester.tornado.api.TornadoExecutionPlan";

    /** A provider. */
    public TornadoProvider() {}

    @Override
    public String name() {
        return "tornado";
    }

    @Override
    public Optional<String> obstacle() {
        try {
            Class.forName(API, false, TornadoProvider.class.getClassLoader());
        } catch (ClassNotFoundException e) {
            return Optional.of("TornadoVM is not there: set TORNADOVM_HOME to where it is installed (docs/gpu.md)");
        }
        try {
            return TornadoDevices.list().isEmpty()
                    ? Optional.of("TornadoVM finds no device: is there a driver for one?")
                    : Optional.empty();
        } catch (RuntimeException | LinkageError e) {
            return Optional.of(
                    "TornadoVM does not start (" + Failures.line(e) + "): java needs the flags of its tornado-argfile");
        }
    }

    @Override
    public List<ComputeDevice> devices() {
        return obstacle().isPresent() ? List.of() : TornadoDevices.list();
    }

    @Override
    public Backend create(int threads) {
        List<ComputeDevice> devices = TornadoDevices.list();
        for (int i = 0; i < devices.size(); i++) {
            if (devices.get(i).gpu()) {
                return create(threads, i);
            }
        }
        return create(threads, 0);
    }

    @Override
    public Backend create(int threads, int device) {
        return new DeviceBackend(TornadoDevices.accelerator(device), cpu(threads));
    }

    private static Backend cpu(int threads) {
        return Backends.providers().stream()
                .filter(provider -> !(provider instanceof TornadoProvider))
                .filter(provider ->
                        provider.devices().isEmpty() && provider.obstacle().isEmpty())
                .findFirst()
                .orElseThrow()
                .create(threads);
    }
}
