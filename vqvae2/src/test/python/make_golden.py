"""Makes the golden files that GoldenTest compares with, using PyTorch.

Usage: make_golden.py REFERENCE_VQVAE2.PY OUTPUT_FOLDER [CASE...]

Each file holds weights, an input, what the twin makes of it (reconstruction, losses, codes), the gradient of every
parameter, and the losses of ten Adam steps on the same input. Images are NHWC, weights as PyTorch lays them out.
"""
import json
import pathlib
import sys

import torch
import torch.nn.functional as F

import safetensors_files
import twins

COMMON = {"beta": 0.25, "decay": 0.99, "epsilon": 1e-5, "init": "uniform", "restart_every": 0, "restart_below": 0.5}
CASES = {
    "reference": {"channels": 3, "image_size": 32, "levels": 2, "hidden": 16, "res_blocks": 2, "codes": 32, "code_dim": 8,
             "quantizer": "gradient", "batch": 2},
    "odd": {"channels": 1, "image_size": 24, "levels": 2, "hidden": 7, "res_blocks": 1, "codes": 13, "code_dim": 5,
            "quantizer": "gradient", "batch": 3},
    "ema": {"channels": 3, "image_size": 16, "levels": 2, "hidden": 12, "res_blocks": 1, "codes": 19, "code_dim": 6,
            "quantizer": "ema", "batch": 4, "decay": 0.9},
    "single": {"channels": 1, "image_size": 16, "levels": 1, "hidden": 12, "res_blocks": 2, "codes": 16, "code_dim": 8,
               "quantizer": "gradient", "batch": 2},
    "three": {"channels": 3, "image_size": 32, "levels": 3, "hidden": 8, "res_blocks": 1, "codes": 12, "code_dim": 5,
              "quantizer": "ema", "batch": 3},
    "paper": {"channels": 1, "image_size": 16, "levels": 2, "wiring": "paper", "hidden": 8, "res_blocks": 2,
              "res_channels": 5, "codes": 12, "code_dim": 6, "quantizer": "gradient", "batch": 4, "lowest": [0, 1, 0, 0]},
    "paper-three": {"channels": 3, "image_size": 32, "levels": 3, "wiring": "paper", "hidden": [6, 8, 9],
                    "res_blocks": [1, 2, 0], "res_channels": [0, 3, 0], "codes": [15, 8, 5], "code_dim": [4, 6, 3],
                    "quantizer": "ema", "batch": 4, "decay": 0.9, "lowest": [0, 2, 1, 0]},
    "single-ema": {"channels": 3, "image_size": 12, "levels": 1, "hidden": 9, "res_blocks": 0, "codes": 11,
                   "code_dim": 3, "quantizer": "ema", "batch": 3},
}
RATE = 3e-4
STEPS = 10


def spread_codes(net, x):
    """Puts the codes among the latents, so that many are chosen: as drawn they lie in a heap around zero."""
    with torch.no_grad():
        for name in reversed(twins.latents(net, x)):  # the top first: in the paper's wiring the others depend on it
            z = twins.latents(net, x)[name]
            vq = net.get_submodule(name)
            rows = z.permute(0, 2, 3, 1).reshape(-1, z.shape[1])
            table = vq.embedding.weight
            picked = rows[torch.randint(len(rows), (len(table),))]
            table.copy_(picked + 0.5 * rows.std(0) * torch.randn_like(table))
            if hasattr(vq, "total"):
                vq.total.copy_(table)


class NearTie(Exception):
    """Two codes are so near to each other that rounding may choose either."""


def require_clear_choices(net, x):
    with torch.no_grad():
        for name, z in twins.latents(net, x).items():
            vq = net.get_submodule(name)
            table = vq.embedding.weight
            rows = z.permute(0, 2, 3, 1).reshape(-1, z.shape[1]).double()
            two = ((rows[:, None] - table.double()[None]) ** 2).sum(2).topk(2, largest=False).values
            apart = two[:, 1] - two[:, 0]
            if float((apart / two[:, 1]).min()) < 1e-4:
                raise NearTie
            # |z|² - 2 z e + |e|² of float32 cannot tell less apart.
            if isinstance(net, twins.Hierarchy) and float((apart / (rows**2).sum(1)).min()) < 1e-5:
                raise NearTie


def make(reference, config):
    for number in range(1000):
        try:
            return attempt(reference, config, number)
        except NearTie:
            pass
    raise SystemExit("every seed has near ties")


def attempt(reference, config, number):
    torch.manual_seed(number)
    net = twins.build(reference, config)
    batch, size = config["batch"], config["image_size"]
    x = torch.rand(batch, config["channels"], size, size)
    if isinstance(net, twins.Hierarchy):  # noise alone is nearly the same image to a level that sees it from far
        blocks = torch.rand(batch, config["channels"], 4, 4)
        x = 0.2 * x + 0.8 * F.interpolate(blocks, size=(size, size))
    spread_codes(net, x)
    nhwc = lambda t: t.detach().permute(0, 2, 3, 1).contiguous().numpy()
    out = {"input": nhwc(x)}
    out |= {f"weights/{k}": v.detach().clone().numpy() for k, v in net.state_dict().items()}
    adam = torch.optim.Adam(net.parameters(), RATE)
    losses = []
    for step in range(STEPS):
        require_clear_choices(net, x)
        adam.zero_grad()
        reconstruction, vq_loss, indices = net(x)
        mse = F.mse_loss(reconstruction, x)
        loss = mse + vq_loss
        loss.backward()
        losses.append(loss.item())
        if step == 0:
            out["reconstruction"] = nhwc(reconstruction)
            out["scalars"] = torch.stack([loss, mse, vq_loss]).detach().numpy()
            out |= {f"indices/{i}": v.int().numpy() for i, v in enumerate(indices)}
            out |= {f"gradients/{k}": v.grad.clone().numpy() for k, v in net.named_parameters()}
        adam.step()
    out["losses"] = torch.tensor(losses).numpy()
    out |= {f"after/{k}": v.numpy() for k, v in net.state_dict().items() if ".block." not in k and v.dim() < 4}
    print("seed", number, "codes chosen:", [len(v.unique()) for v in indices], "losses", losses[0], losses[-1])
    return out


def main():
    reference, folder = twins.load(sys.argv[1]), pathlib.Path(sys.argv[2])
    for name, case in CASES.items():
        if sys.argv[3:] and name not in sys.argv[3:]:
            continue
        config = COMMON | case
        tensors = make(reference, config)
        batch = config.pop("batch")
        metadata = {"config": json.dumps(config), "rate": str(RATE), "batch": str(batch), "torch": torch.__version__}
        safetensors_files.write(folder / f"{name}.safetensors", tensors, metadata)


torch.set_num_threads(1)
main()
