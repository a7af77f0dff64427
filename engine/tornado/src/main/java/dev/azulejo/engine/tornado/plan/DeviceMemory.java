package dev.azulejo.engine.tornado.plan;

import dev.azulejo.engine.backend.Buffer;
import dev.azulejo.engine.backend.DType;
import dev.azulejo.engine.backend.Memory;

/** The host's way to buffers that may be on a device. Copies and fills are calls like those of kernels. */
final class DeviceMemory implements Memory {
    private final Memory cpu;
    private final Memory calls;

    /**
     * Makes a memory.
     *
     * @param cpu the memory of the CPU's backend
     * @param calls takes copies and fills
     */
    DeviceMemory(Memory cpu, Memory calls) {
        this.cpu = cpu;
        this.calls = calls;
    }

    @Override
    public Buffer allocate(DType type, int size) {
        return new DeviceBuffer(type, size, cpu);
    }

    @Override
    public void write(float[] source, int from, Buffer target, int offset, int count) {
        DeviceBuffer buffer = (DeviceBuffer) target;
        cpu.write(source, from, buffer.onHost(), offset, count);
        buffer.setByHost();
    }

    @Override
    public void write(int[] source, int from, Buffer target, int offset, int count) {
        DeviceBuffer buffer = (DeviceBuffer) target;
        cpu.write(source, from, buffer.onHost(), offset, count);
        buffer.setByHost();
    }

    @Override
    public void read(Buffer source, int offset, float[] target, int to, int count) {
        cpu.read(((DeviceBuffer) source).onHost(), offset, target, to, count);
    }

    @Override
    public void read(Buffer source, int offset, int[] target, int to, int count) {
        cpu.read(((DeviceBuffer) source).onHost(), offset, target, to, count);
    }

    @Override
    public void copy(Buffer source, int from, Buffer target, int to, int count) {
        calls.copy(source, from, target, to, count);
    }

    @Override
    public void fill(Buffer target, int count, float value) {
        calls.fill(target, count, value);
    }
}
