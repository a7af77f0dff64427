"""Makes the golden files that GoldenTest compares with, using PyTorch.

Usage: make_golden.py CODE_PRIOR.PY OUTPUT_FOLDER [CASE...]

Each file holds the weights of a prior, codes, labels and what conditions them, its logits, the gradient of every
parameter, and the losses of ten steps of AdamW with clipped gradients on the same codes. Nothing is dropped: masks are
not PyTorch's. Activations are [N,H,W,C], weights as PyTorch lays them out.
"""
import json
import pathlib
import sys

import torch

sys.path.insert(0, str(pathlib.Path(__file__).parents[4] / "vqvae2/src/test/python"))
sys.path.insert(0, str(pathlib.Path(sys.argv[1]).parent))
import code_prior
import safetensors_files

COMMON = {"kernel": 3, "heads": 2, "dropout": 0.5, "classes": 0, "condition_channels": 0, "condition_blocks": 0,
          "output_blocks": 1, "weight_decay": 0.1, "max_gradient_norm": 1.0}
CASES = {
    "top": {"grid_codes": 19, "grid_height": 4, "grid_width": 5, "hidden": 12, "residual": 10, "layers": 3,
            "attention_layers": 2, "classes": 3, "batch": 3},
    "bottom": {"grid_codes": 17, "grid_height": 6, "grid_width": 8, "condition_channels": 5, "hidden": 8, "residual": 9,
               "layers": 2, "attention_layers": 0, "condition_blocks": 2, "classes": 2, "batch": 2},
    "deep": {"grid_codes": 13, "grid_height": 7, "grid_width": 3, "condition_channels": 4, "hidden": 8, "residual": 6,
             "layers": 2, "attention_layers": 1, "heads": 4, "kernel": 5, "dropout": 0.0, "output_blocks": 3,
             "batch": 2, "weight_decay": 0.0, "max_gradient_norm": 0.0},
}
RATE = 2e-3
STEPS = 10


def make(config):
    torch.manual_seed(0)
    net = code_prior.CodePrior(config).eval()
    with torch.no_grad():  # as if it had learned something
        net.output.weight *= 10
    batch, height, width = config["batch"], config["grid_height"], config["grid_width"]
    codes = torch.randint(config["grid_codes"], (batch, height, width))
    labels = torch.arange(batch) % config["classes"] if config["classes"] else None
    channels = config["condition_channels"]
    condition = torch.randn(batch, channels, height, width) if channels else None
    nhwc = lambda t: t.detach().permute(0, 2, 3, 1).contiguous().numpy()
    out = {"codes": codes.int().numpy()}
    if labels is not None:
        out["labels"] = labels.int().numpy()
    if condition is not None:
        out["condition"] = nhwc(condition)
    out |= {f"weights/{k}": v.detach().clone().numpy() for k, v in net.state_dict().items()}
    adam = torch.optim.AdamW(net.parameters(), RATE, weight_decay=config["weight_decay"])
    losses = []
    for step in range(STEPS):
        adam.zero_grad()
        logits = net(codes, labels, condition)
        loss = code_prior.loss(logits, codes)
        loss.backward()
        losses.append(loss.item())
        if step == 0:
            out["logits"] = nhwc(logits)
            out |= {f"gradients/{k}": v.grad.clone().numpy() for k, v in net.named_parameters()}
        if config["max_gradient_norm"]:
            torch.nn.utils.clip_grad_norm_(net.parameters(), config["max_gradient_norm"])
        adam.step()
    out["losses"] = torch.tensor(losses).numpy()
    print("losses", losses[0], losses[-1])
    return out


def main():
    folder = pathlib.Path(sys.argv[2])
    for name, case in CASES.items():
        if sys.argv[3:] and name not in sys.argv[3:]:
            continue
        config = COMMON | case
        tensors = make(config)
        metadata = {"config": json.dumps(config), "rate": str(RATE), "torch": torch.__version__}
        safetensors_files.write(folder / f"{name}.safetensors", tensors, metadata)


torch.set_num_threads(1)
main()
