package dev.azulejo.engine.tornado.vm;

import dev.azulejo.engine.tornado.Launch;
import dev.azulejo.engine.tornado.kernels.Transfers;
import dev.azulejo.engine.tornado.plan.Layout;
import dev.azulejo.engine.tornado.plan.Ring;
import java.util.ArrayList;
import java.util.List;
import uk.ac.manchester.tornado.api.GridScheduler;
import uk.ac.manchester.tornado.api.ImmutableTaskGraph;
import uk.ac.manchester.tornado.api.TaskGraph;
import uk.ac.manchester.tornado.api.TornadoExecutionPlan;
import uk.ac.manchester.tornado.api.TornadoExecutionResult;
import uk.ac.manchester.tornado.api.WorkerGrid1D;
import uk.ac.manchester.tornado.api.common.TornadoDevice;
import uk.ac.manchester.tornado.api.enums.DataTransferMode;
import uk.ac.manchester.tornado.api.enums.TornadoVMBackendType;
import uk.ac.manchester.tornado.api.exceptions.TornadoExecutionPlanException;
import uk.ac.manchester.tornado.api.types.arrays.FloatArray;
import uk.ac.manchester.tornado.api.types.arrays.IntArray;

/**
 * A program as one plan of TornadoVM. Each part is a graph; before it stands another that sends to the device what enters with
 * the part, run only when the host has something new; the inputs have one of their own, run each time.
 *
 * <p>A graph takes from the graph that was executed just before it, and from no other. So a graph names, for each that may
 * precede it, what it takes from there, and passes on what later ones use. Where it names nothing of its predecessor,
 * TornadoVM takes everything from there, known or not; hence the token, one float that all graphs pass on.
 */
final class TaskRing implements Ring {
    private final FloatArray token = new FloatArray(1);
    private final Tasks tasks;
    private final String name;
    private final List<ImmutableTaskGraph> graphs = new ArrayList<>();
    private final GridScheduler grid = new GridScheduler();
    private final TornadoExecutionPlan plan;
    private final int inputs;
    private final int[] uploads;
    private final int[] parts;
    private final Runnable closed;
    private TornadoExecutionResult result;

    /**
     * Makes a plan; nothing is compiled before it runs.
     *
     * @param device where it runs
     * @param layout the program
     * @param tasks makes tasks
     * @param name begins the names of its graphs
     * @param closed hears when the device's memory is given back
     */
    TaskRing(TornadoDevice device, Layout layout, Tasks tasks, String name, Runnable closed) {
        this.tasks = tasks;
        this.name = name;
        this.closed = closed;
        int count = layout.parts().size();
        uploads = new int[count];
        parts = new int[count];
        List<Object> first = layout.parts().getFirst().entering();
        uploads[0] = add(upload(0, first, List.of()));
        TaskGraph in = new TaskGraph(name + "in");
        in.consumeFromDevice(name + "u0", with(first));
        in.consumeFromDevice(name + "p" + (count - 1), token);
        send(in, layout.inputs());
        inputs = add(touch(in, name + "in", layout.inputs()).persistOnDevice(with(first, layout.inputs())));
        for (int i = 0; i < count; i++) {
            Layout.Part part = layout.parts().get(i);
            if (i > 0 && !part.entering().isEmpty()) {
                uploads[i] = add(upload(i, part.entering(), part.passed()));
            }
            parts[i] = add(compute(i, part));
        }
        plan = new TornadoExecutionPlan(graphs.toArray(ImmutableTaskGraph[]::new));
        plan.withDevice(device);
        plan.withGridScheduler(grid);
        if (device.getTornadoVMBackend() == TornadoVMBackendType.CUDA && !Boolean.getBoolean("azulejo.tornado.eager")) {
            for (int graph : parts) {
                plan.withGraph(graph).withCUDAGraph();
            }
        }
    }

    private int add(TaskGraph graph) {
        graphs.add(graph.snapshot());
        return graphs.size() - 1;
    }

    private TaskGraph upload(int part, List<Object> entering, List<Object> passed) {
        TaskGraph graph = new TaskGraph(name + "u" + part);
        if (part > 0) {
            graph.consumeFromDevice(name + "p" + (part - 1), with(passed));
        }
        send(graph, entering);
        return touch(graph, name + "u" + part, entering).persistOnDevice(with(passed, entering));
    }

    private TaskGraph compute(int number, Layout.Part part) {
        TaskGraph graph = new TaskGraph(name + "p" + number);
        if (number == 0) {
            graph.consumeFromDevice(name + "in", with(part.passed(), part.entering()));
        } else {
            graph.consumeFromDevice(name + "p" + (number - 1), with(part.passed()));
            if (!part.entering().isEmpty()) {
                graph.consumeFromDevice(name + "u" + number, with(part.passed(), part.entering()));
            }
        }
        if (!part.fresh().isEmpty()) {
            graph.transferToDevice(DataTransferMode.UNDER_DEMAND, part.fresh().toArray());
        }
        addTasks(graph, name + "p" + number, part.launches());
        if (!part.entering().isEmpty()) {
            graph.transferToHost(DataTransferMode.UNDER_DEMAND, part.entering().toArray());
        }
        return graph.persistOnDevice(with(part.passed(), part.entering(), part.fresh()));
    }

    private static void send(TaskGraph graph, List<Object> arrays) {
        if (!arrays.isEmpty()) {
            graph.transferToDevice(DataTransferMode.EVERY_EXECUTION, arrays.toArray());
        }
    }

    /** Tasks that read arrays, and write the token, at least one. */
    private TaskGraph touch(TaskGraph graph, String id, List<Object> arrays) {
        List<Object> floats =
                arrays.stream().filter(FloatArray.class::isInstance).toList();
        List<Object> integers =
                arrays.stream().filter(IntArray.class::isInstance).toList();
        List<Launch> launches = new ArrayList<>();
        launches.addAll(reads("readFloats", floats.isEmpty() ? List.of(new FloatArray(1)) : floats));
        launches.addAll(reads("readIntegers", integers));
        addTasks(graph, id, launches);
        return graph;
    }

    private List<Launch> reads(String kernel, List<Object> arrays) {
        List<Launch> launches = new ArrayList<>();
        for (int at = 0; at < arrays.size(); at += Transfers.ARRAYS) {
            Object[] arguments = new Object[Transfers.ARRAYS + 1];
            for (int i = 0; i < Transfers.ARRAYS; i++) {
                arguments[i] = arrays.get(Math.min(at + i, arrays.size() - 1));
            }
            arguments[Transfers.ARRAYS] = token;
            launches.add(Launch.grouped(Transfers.class, kernel, 1, 1, arguments));
        }
        return launches;
    }

    private void addTasks(TaskGraph graph, String id, List<Launch> launches) {
        for (int i = 0; i < launches.size(); i++) {
            Launch launch = launches.get(i);
            graph.addTask(tasks.task("t" + i, launch));
            WorkerGrid1D items = new WorkerGrid1D(Math.multiplyExact(launch.groups(), launch.items()));
            items.setLocalWork(launch.items(), 1, 1);
            grid.addWorkerGrid(id + ".t" + i, items);
        }
    }

    /** All these arrays and the token. */
    @SafeVarargs
    private Object[] with(List<Object>... arrays) {
        List<Object> all = new ArrayList<>();
        for (List<Object> some : arrays) {
            all.addAll(some);
        }
        all.add(token);
        return all.toArray();
    }

    @Override
    public void upload(int part) {
        execute(uploads[part]);
    }

    @Override
    public void uploadInputs() {
        execute(inputs);
    }

    @Override
    public void compute(int part) {
        execute(parts[part]);
    }

    private void execute(int graph) {
        result = Failures.translated(() -> plan.withGraph(graph).execute());
    }

    @Override
    public void fetch(int part, Object array) {
        Failures.translated(() -> {
            plan.withGraph(parts[part]);
            return result.transferToHost(array);
        });
    }

    @Override
    public void close() {
        try {
            plan.close();
            closed.run();
        } catch (TornadoExecutionPlanException e) {
            throw new IllegalStateException(e);
        }
    }
}
