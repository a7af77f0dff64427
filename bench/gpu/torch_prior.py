"""A prior's training step in PyTorch on the GPU that is there: milliseconds, with TF32 off and on, a line of JSON each.

torch_prior.py PRESET SIZE BATCH; clipped gradients, AdamW, averaged weights, as azulejo bench prior; channels last,
cudnn.benchmark, fused AdamW; the median of 10 by CUDA's events, after 4.
"""
import json
import pathlib
import statistics
import sys

import torch
import torch.nn.functional as F
from code_prior import CodePrior
from torch_step import device, name, timed

preset, size, batch = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
presets = json.loads(pathlib.Path(__file__).with_name("priors.json").read_text(encoding="utf-8"))
config = presets[preset] | {"grid_codes": 512, "grid_height": size, "grid_width": size, "condition_channels": 0}

for tf32 in (False, True) if device == "cuda" else (False,):
    torch.backends.cuda.matmul.allow_tf32 = torch.backends.cudnn.allow_tf32 = tf32
    torch.manual_seed(0)
    net = CodePrior(config).to(device, memory_format=torch.channels_last)
    codes = torch.randint(512, (batch, size, size), device=device)
    parameters = list(net.parameters())
    adam = torch.optim.AdamW(parameters, 2e-3, weight_decay=config["weight_decay"], fused=device == "cuda")
    average = [p.detach().clone() for p in parameters]

    def step():
        adam.zero_grad(set_to_none=True)
        F.cross_entropy(net(codes, None, None), codes).backward()
        torch.nn.utils.clip_grad_norm_(parameters, config["max_gradient_norm"])
        adam.step()
        with torch.no_grad():
            torch._foreach_lerp_(average, parameters, 1 - config["polyak"])

    times = [timed(step) for _ in range(14)][4:]
    print(json.dumps({"torch": torch.__version__, "device": name, "tf32": tf32, "prior": preset, "size": size,
                      "batch": batch, "step_milliseconds": statistics.median(times)}), flush=True)
