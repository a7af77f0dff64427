package dev.azulejo.engine.tornado;

import dev.azulejo.engine.backend.Buffer;
import dev.azulejo.engine.backend.DType;
import uk.ac.manchester.tornado.api.types.arrays.FloatArray;
import uk.ac.manchester.tornado.api.types.arrays.IntArray;

/** A buffer that is one array of TornadoVM. */
sealed interface ArrayBuffer extends Buffer {
    /** A buffer of floats. */
    record Floats(FloatArray array) implements ArrayBuffer {
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
        public int size() {
            return array.getSize();
        }

        @Override
        public DType type() {
            return DType.INT32;
        }
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
