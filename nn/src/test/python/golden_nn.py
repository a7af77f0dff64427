"""Makes the golden files of nn's tests with PyTorch: layers forward and backward, Adam's ways, first bounds, names.

    python nn/src/test/python/golden_nn.py nn/src/test/resources/dev/azulejo/nn

Needs PyTorch alone (made with 2.13.0, CPU). Images are written NHWC, everything in a state_dict as PyTorch has it.
"""
import json
import math
import struct
import sys
from pathlib import Path

import torch
from torch import nn


def save(path, tensors, metadata):
    """The safetensors format, float32 and int32 only."""
    header, data = {"__metadata__": metadata}, b""
    for name, t in tensors.items():
        t = t.detach().contiguous()
        kind = {torch.float32: "F32", torch.int32: "I32"}[t.dtype]
        raw = t.numpy().tobytes()
        header[name] = {"dtype": kind, "shape": list(t.shape), "data_offsets": [len(data), len(data) + len(raw)]}
        data += raw
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)
    Path(path).write_bytes(struct.pack("<Q", len(text)) + text + data)


def nhwc(t):
    return t.permute(0, 2, 3, 1) if t.dim() == 4 else t


LAYERS = {
    "conv3": (lambda: nn.Conv2d(3, 5, 3, stride=1, padding=1), (2, 3, 6, 5)),
    "conv4s2": (lambda: nn.Conv2d(3, 5, 4, stride=2, padding=1), (2, 3, 6, 8)),
    "conv1": (lambda: nn.Conv2d(3, 5, 1), (2, 3, 4, 3)),
    "conv2x3": (lambda: nn.Conv2d(3, 5, (2, 3), padding=(1, 0)), (2, 3, 4, 5)),
    "convT4s2": (lambda: nn.ConvTranspose2d(3, 5, 4, stride=2, padding=1), (2, 3, 3, 4)),
    "convT3": (lambda: nn.ConvTranspose2d(3, 5, 3), (2, 3, 3, 4)),
    "linear": (lambda: nn.Linear(7, 5), (2, 3, 7)),
    "layerNorm": (lambda: nn.LayerNorm(7), (2, 3, 7)),
}


def layers():
    torch.manual_seed(1)
    out, bounds = {}, {}
    for name, (make, shape) in LAYERS.items():
        layer = make()
        if name == "layerNorm":
            nn.init.normal_(layer.weight)
            nn.init.normal_(layer.bias)
        else:
            fan_in, _ = nn.init._calculate_fan_in_and_fan_out(layer.weight)
            bounds[name] = str(1 / math.sqrt(fan_in))
        x = torch.randn(shape, requires_grad=True)
        y = layer(x)
        dy = torch.randn_like(y)
        y.backward(dy)
        out |= {f"{name}.x": nhwc(x), f"{name}.y": nhwc(y), f"{name}.dy": nhwc(dy), f"{name}.dx": nhwc(x.grad)}
        for key, p in layer.named_parameters():
            out |= {f"{name}.layer.{key}": p, f"{name}.gradient.{key}": p.grad}
    table = nn.Embedding(6, 4)
    indices = torch.tensor([[1, 5, 1], [0, 3, 1]])
    y = table(indices)
    dy = torch.randn_like(y)
    y.backward(dy)
    out |= {
        "embedding.x": indices.int(),
        "embedding.y": y,
        "embedding.dy": dy,
        "embedding.layer.weight": table.weight,
        "embedding.gradient.weight": table.weight.grad,
    }
    return out, bounds


def sequential():
    """A whole state_dict, as PyTorch names it, with the output of the model."""
    torch.manual_seed(2)
    model = nn.Sequential(
        nn.Conv2d(1, 4, 4, stride=2, padding=1), nn.ReLU(),
        nn.Conv2d(4, 4, 3, padding=1),
        nn.ConvTranspose2d(4, 4, 4, stride=2, padding=1), nn.ReLU(),
        nn.Conv2d(4, 2, 1),
    )
    x = torch.randn(2, 1, 6, 6)
    return model.state_dict(), {"x": nhwc(x), "y": nhwc(model(x))}


OPTIMIZERS = {
    "adam": lambda p: torch.optim.Adam(p, lr=0.01, foreach=False),
    "betas": lambda p: torch.optim.Adam(p, lr=0.01, betas=(0.5, 0.95), foreach=False),
    "adamW": lambda p: torch.optim.AdamW(p, lr=0.01, weight_decay=0.1, foreach=False),
    "clipped": lambda p: torch.optim.Adam(p, lr=0.01, foreach=False),
}


def adam():
    """Ten steps each, with a rate that changes, from the same weights with the same gradients."""
    torch.manual_seed(3)
    start = {"a": torch.randn(4, 3), "b": torch.randn(5)}
    steps = 10
    gradients = {k: torch.randn(steps, *v.shape) * torch.logspace(-3, 1, steps).reshape(-1, *[1] * v.dim())
                 for k, v in start.items()}
    out = {f"start.{k}": v for k, v in start.items()} | {f"gradients.{k}": v for k, v in gradients.items()}
    for name, make in OPTIMIZERS.items():
        parameters = {k: v.clone().requires_grad_() for k, v in start.items()}
        optimizer = make(list(parameters.values()))
        trajectory = {k: [] for k in start}
        for t in range(steps):
            optimizer.param_groups[0]["lr"] = 0.01 * (1 - 0.05 * t)
            for k, p in parameters.items():
                p.grad = gradients[k][t].clone()
            if name == "clipped":
                nn.utils.clip_grad_norm_(parameters.values(), 0.5)
            optimizer.step()
            for k, p in parameters.items():
                trajectory[k].append(p.detach().clone())
        for k, p in parameters.items():
            out[f"{name}.{k}"] = torch.stack(trajectory[k])
            out[f"{name}.{k}.exp_avg"] = optimizer.state[p]["exp_avg"]
            out[f"{name}.{k}.exp_avg_sq"] = optimizer.state[p]["exp_avg_sq"]
    return out


def main():
    folder = Path(sys.argv[1])
    made_with = {"made with": "PyTorch " + torch.__version__}
    tensors, bounds = layers()
    save(folder / "layers.safetensors", tensors, made_with | bounds)
    state, example = sequential()
    save(folder / "sequential.safetensors", state, made_with)
    save(folder / "sequential-example.safetensors", example, made_with)
    save(folder / "adam.safetensors", adam(), made_with)


main()
