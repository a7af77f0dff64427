package dev.azulejo.engine.cpu;

import dev.azulejo.engine.Backends;
import dev.azulejo.engine.backend.Backend;
import dev.azulejo.engine.cpu.scalar.ScalarBackend;
import dev.azulejo.engine.tornado.plan.SingleCalls;
import java.util.List;

/** The cases of {@link AgreesOnDeviceTest} where no test runner is: how many agree, as one line of JSON. */
final class CasesOnDevice {
    private CasesOnDevice() {}

    /**
     * Runs cases.
     *
     * @param arguments one case of so many; seconds after which no other is begun
     */
    public static void main(String... arguments) {
        int every = Integer.parseInt(arguments[0]);
        long end = System.nanoTime() + Long.parseLong(arguments[1]) * 1_000_000_000;
        List<KernelCase> all = Agreement.cases().toList();
        Backend scalar = new ScalarBackend();
        StringBuilder differ = new StringBuilder();
        int ran = 0;
        int agreed = 0;
        try (Backend tornado = Backends.choose("tornado", 1)) {
            for (int i = 0; i < all.size() && System.nanoTime() < end; i += every) {
                KernelCase kernel = all.get(i);
                ran++;
                try {
                    Agreement.assertNear(kernel, scalar, kernel.run(scalar), kernel.run(SingleCalls.of(tornado)));
                    agreed++;
                } catch (RuntimeException | AssertionError e) {
                    differ.append(differ.isEmpty() ? "" : ",")
                            .append('"')
                            .append(kernel.name().replace('"', '\''))
                            .append('"');
                }
            }
        }
        System.out.println("{\"known\":" + all.size() + ",\"ran\":" + ran + ",\"agreed\":" + agreed + ",\"differ\":["
                + differ + "]}");
        System.exit(0);
    }
}
