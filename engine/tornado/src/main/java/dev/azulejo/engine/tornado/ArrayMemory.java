package dev.azulejo.engine.tornado;

import static dev.azulejo.engine.tornado.ArrayBuffer.floats;
import static dev.azulejo.engine.tornado.ArrayBuffer.ints;

import dev.azulejo.engine.backend.Buffer;
import dev.azulejo.engine.backend.DType;
import dev.azulejo.engine.backend.Memory;
import dev.azulejo.engine.tornado.kernels.Elementwise;
import uk.ac.manchester.tornado.api.types.arrays.FloatArray;
import uk.ac.manchester.tornado.api.types.arrays.IntArray;

/** TornadoVM's arrays as memory. Copies and fills are launches; the host's reads and writes go to the arrays at once. */
final class ArrayMemory implements Memory {
    private final Device device;

    ArrayMemory(Device device) {
        this.device = device;
    }

    @Override
    public Buffer allocate(DType type, int size) {
        return ArrayBuffer.allocate(type, size);
    }

    @Override
    public void write(float[] source, int from, Buffer target, int offset, int count) {
        FloatArray array = floats(target);
        device.beforeHostWrites(array);
        for (int i = 0; i < count; i++) {
            array.set(offset + i, source[from + i]);
        }
    }

    @Override
    public void write(int[] source, int from, Buffer target, int offset, int count) {
        IntArray array = ints(target);
        device.beforeHostWrites(array);
        for (int i = 0; i < count; i++) {
            array.set(offset + i, source[from + i]);
        }
    }

    @Override
    public void read(Buffer source, int offset, float[] target, int to, int count) {
        FloatArray array = floats(source);
        device.beforeHostReads(array);
        for (int i = 0; i < count; i++) {
            target[to + i] = array.get(offset + i);
        }
    }

    @Override
    public void read(Buffer source, int offset, int[] target, int to, int count) {
        IntArray array = ints(source);
        device.beforeHostReads(array);
        for (int i = 0; i < count; i++) {
            target[to + i] = array.get(offset + i);
        }
    }

    @Override
    public void copy(Buffer source, int from, Buffer target, int to, int count) {
        if (count > 0) {
            device.run(
                    switch (source.type()) {
                        case FLOAT32 ->
                            Launch.flat(Elementwise.class, "copy", count, floats(source), floats(target), from, to);
                        case INT32 ->
                            Launch.flat(Elementwise.class, "copyIntegers", count, ints(source), ints(target), from, to);
                    });
        }
    }

    @Override
    public void fill(Buffer target, int count, float value) {
        device.run(Launch.flat(Elementwise.class, "fill", count, floats(target), value));
    }
}
