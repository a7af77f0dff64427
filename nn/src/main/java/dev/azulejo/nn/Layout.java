package dev.azulejo.nn;

import dev.azulejo.engine.Shape;

/** The order of a parameter's axes on disk (PyTorch's) and in memory (the kernels'). */
public enum Layout {
    /** The same in both. */
    PLAIN {
        @Override
        int[] diskAxes() {
            return null;
        }
    },
    /** Linear: {@code [out, in]} on disk, {@code [in, out]} in memory. */
    MATRIX {
        @Override
        int[] diskAxes() {
            return new int[] {1, 0};
        }
    },
    /**
     * Kernels: {@code [out, in, height, width]} on disk, {@code [height, width, in, out]} in memory; a transposed
     * convolution has in and out exchanged in both.
     */
    KERNEL {
        @Override
        int[] diskAxes() {
            return new int[] {3, 2, 0, 1};
        }
    };

    /** The axis of memory for each axis on disk; null for the same order. */
    abstract int[] diskAxes();

    /**
     * The shape on disk.
     *
     * @param memory the shape in memory
     * @return PyTorch's shape
     */
    public int[] diskShape(Shape memory) {
        int[] axes = diskAxes();
        int[] shape = new int[memory.rank()];
        for (int i = 0; i < shape.length; i++) {
            shape[i] = memory.get(axes == null ? i : axes[i]);
        }
        return shape;
    }

    /**
     * Reorders values from memory to disk.
     *
     * @param values row-major in memory's order
     * @param memory the shape in memory
     * @return the values, row-major in PyTorch's order
     */
    public float[] toDisk(float[] values, Shape memory) {
        return reorder(values, memory, true);
    }

    /**
     * Reorders values from disk to memory.
     *
     * @param values row-major in PyTorch's order
     * @param memory the shape in memory
     * @return the values, row-major in memory's order
     */
    public float[] toMemory(float[] values, Shape memory) {
        return reorder(values, memory, false);
    }

    private float[] reorder(float[] values, Shape memory, boolean toDisk) {
        int[] axes = diskAxes();
        if (axes == null) {
            return values.clone();
        }
        int[] strides = new int[axes.length];
        int stride = 1;
        for (int i = axes.length - 1; i >= 0; i--) {
            strides[i] = stride;
            stride *= memory.get(i);
        }
        int[] shape = diskShape(memory);
        int[] index = new int[shape.length];
        float[] out = new float[values.length];
        for (int disk = 0; disk < values.length; disk++) {
            int mem = 0;
            for (int i = 0; i < shape.length; i++) {
                mem += index[i] * strides[axes[i]];
            }
            out[toDisk ? disk : mem] = values[toDisk ? mem : disk];
            for (int i = shape.length - 1; i >= 0 && ++index[i] == shape[i]; i--) {
                index[i] = 0;
            }
        }
        return out;
    }
}
