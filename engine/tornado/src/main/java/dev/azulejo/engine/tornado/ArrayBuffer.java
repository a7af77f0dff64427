package dev.azulejo.engine.tornado;

import dev.azulejo.engine.backend.Buffer;
import dev.azulejo.engine.backend.DType;
import java.lang.foreign.MemorySegment;
import uk.ac.manchester.tornado.api.types.arrays.FloatArray;
import uk.ac.manchester.tornado.api.types.arrays.IntArray;

/** A buffer that is one array of TornadoVM. */
public sealed interface ArrayBuffer extends Buffer {
    /** {@return the array} */
    Object memory();

    /** {@return the memory of the array's elements} */
    MemorySegment segment();

    /** A buffer of floats. */
    record Floats(FloatArray array) implements ArrayBuffer {
        @Override
        public Object memory() {
            return array;
        }

        @Override
        public MemorySegment segment() {
            return array.getSegment();
        }

        @Override
        public int size() {
            return array.getSize();
        }

        @Override
        public DType type() {
            return DType.FLOAT32;
        }
    }

    /** A buffer of integers. */
    record Integers(IntArray array) implements ArrayBuffer {
        @Override
        public Object memory() {
            return array;
        }

        @Override
        public MemorySegment segment() {
            return array.getSegment();
        }

        @Override
        public int size() {
            return array.getSize();
        }

        @Override
        public DType type() {
            return DType.INT32;
        }
    }

    /**
     * A buffer of zeros.
     *
     * @param type type of its elements
     * @param size their number; TornadoVM knows no empty arrays, so there is one at least
     * @return the buffer
     */
    static ArrayBuffer allocate(DType type, int size) {
        int elements = Math.max(1, size);
        return switch (type) {
            case FLOAT32 -> new Floats(new FloatArray(elements));
            case INT32 -> new Integers(new IntArray(elements));
        };
    }

    /** The array of a buffer of floats. */
    static FloatArray floats(Buffer buffer) {
        return ((Floats) buffer).array;
    }

    /** The array of a buffer of integers. */
    static IntArray ints(Buffer buffer) {
        return ((Integers) buffer).array;
    }
}
