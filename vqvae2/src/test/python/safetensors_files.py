"""Reads and writes safetensors files: the format in twenty lines, for machines that lack the package."""
import json
import struct

import numpy as np

DTYPES = {"F32": np.float32, "I32": np.int32, "I64": np.int64, "U8": np.uint8}


def read(path):
    """The tensors of a file by name, and its metadata."""
    with open(path, "rb") as file:
        data = file.read()
    (size,) = struct.unpack("<Q", data[:8])
    header = json.loads(data[8 : 8 + size])
    metadata = header.pop("__metadata__", {})
    body = data[8 + size :]
    return {
        name: np.frombuffer(body[slice(*entry["data_offsets"])], DTYPES[entry["dtype"]]).reshape(entry["shape"])
        for name, entry in header.items()
    }, metadata


def write(path, tensors, metadata):
    """Writes arrays of float32 or int32 by name, and strings about them."""
    header, body, names = {"__metadata__": metadata}, b"", {np.dtype(v): k for k, v in DTYPES.items()}
    for name, array in tensors.items():
        data = np.ascontiguousarray(array)
        header[name] = {
            "dtype": names[data.dtype],
            "shape": list(data.shape),
            "data_offsets": [len(body), len(body) + data.nbytes],
        }
        body += data.tobytes()
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)
    with open(path, "wb") as file:
        file.write(struct.pack("<Q", len(text)) + text + body)
