"""The reference model's training step in PyTorch on the GPU that is there: milliseconds, with TF32 off and on, a line of JSON each.

torch_step.py IMAGE_SIZE BATCH; channels last, cudnn.benchmark, fused Adam; the median of 10 by CUDA's events, after 4.
"""
import json
import statistics
import sys

import torch
import torch.nn.functional as F
from reference_vqvae2 import VQVAE2

device = "cuda" if torch.cuda.is_available() else "cpu"
name = torch.cuda.get_device_name() if device == "cuda" else "cpu"
torch.backends.cudnn.benchmark = True


def timed(body):
    if device == "cpu":
        import time

        start = time.perf_counter()
        body()
        return 1e3 * (time.perf_counter() - start)
    start, end = torch.cuda.Event(enable_timing=True), torch.cuda.Event(enable_timing=True)
    start.record()
    body()
    end.record()
    end.synchronize()
    return start.elapsed_time(end)


def main(size, batch):
    for tf32 in (False, True) if device == "cuda" else (False,):
        torch.backends.cuda.matmul.allow_tf32 = torch.backends.cudnn.allow_tf32 = tf32
        torch.manual_seed(0)
        net = VQVAE2(3, 128, 512, 64, 2).to(device, memory_format=torch.channels_last)
        x = torch.rand(batch, 3, size, size, device=device).contiguous(memory_format=torch.channels_last)
        adam = torch.optim.Adam(net.parameters(), 3e-4, fused=device == "cuda")

        def step():
            adam.zero_grad(set_to_none=True)
            reconstruction, loss, _ = net(x)
            (F.mse_loss(reconstruction, x) + loss).backward()
            adam.step()

        times = [timed(step) for _ in range(14)][4:]
        print(json.dumps({"torch": torch.__version__, "device": name, "tf32": tf32, "image_size": size, "batch": batch,
                          "step_milliseconds": statistics.median(times)}), flush=True)


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
