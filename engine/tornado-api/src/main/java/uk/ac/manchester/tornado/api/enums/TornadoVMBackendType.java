package uk.ac.manchester.tornado.api.enums;

/** Kinds of drivers. */
public enum TornadoVMBackendType {
    /** OpenCL. */
    OPENCL,
    /** NVIDIA's CUDA. */
    CUDA
}
