package uk.ac.manchester.tornado.api;

import uk.ac.manchester.tornado.api.common.TornadoDevice;
import uk.ac.manchester.tornado.api.exceptions.TornadoExecutionPlanException;

/** Graphs on a device. */
public class TornadoExecutionPlan implements AutoCloseable {
    /**
     * A plan of graphs.
     *
     * @param immutableTaskGraphs numbered from 0
     */
    public TornadoExecutionPlan(ImmutableTaskGraph... immutableTaskGraphs) {}

    /** {@return all devices} */
    @SuppressWarnings("DoNotCallSuggester") // The real one returns.
    public static TornadoDeviceMap getTornadoDeviceMap() {
        throw new UnsupportedOperationException("a stand-in runs nothing");
    }

    /**
     * Chooses the device.
     *
     * @param device where all graphs run
     * @return this plan
     */
    public TornadoExecutionPlan withDevice(TornadoDevice device) {
        throw new UnsupportedOperationException("a stand-in runs nothing");
    }

    /**
     * Sets how many work-items each task has.
     *
     * @param gridScheduler by the names of tasks
     * @return this plan
     */
    public TornadoExecutionPlan withGridScheduler(GridScheduler gridScheduler) {
        throw new UnsupportedOperationException("a stand-in runs nothing");
    }

    /**
     * Selects a graph.
     *
     * @param graphIndex its number
     * @return this plan
     */
    public TornadoExecutionPlan withGraph(int graphIndex) {
        throw new UnsupportedOperationException("a stand-in runs nothing");
    }

    /** {@return this plan, with the selected graphs captured at their first execution and replayed by CUDA from then on} */
    public TornadoExecutionPlan withCUDAGraph() {
        throw new UnsupportedOperationException("a stand-in runs nothing");
    }

    /** {@return this plan, with all graphs selected} */
    public TornadoExecutionPlan withAllGraphs() {
        throw new UnsupportedOperationException("a stand-in runs nothing");
    }

    /** {@return what the selected graphs left, once they have run} */
    public TornadoExecutionResult execute() {
        throw new UnsupportedOperationException("a stand-in runs nothing");
    }

    @Override
    public void close() throws TornadoExecutionPlanException {}
}
