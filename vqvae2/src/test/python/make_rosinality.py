"""Makes rosinality.safetensors, which ForeignModelTest imports: a model of random weights by that program's own code.

Usage: make_rosinality.py VQVAE.PY OUTPUT_FOLDER, where VQVAE.PY is that of github.com/rosinality/vq-vae-2-pytorch.

Under weights/ the state dict as that code names it; input and reconstruction NHWC with pixels in [0,1], which that program
maps to [-1,1] before and back after; the codes of both levels, the bottom's first.
"""
import importlib.util
import pathlib
import sys
import types

import torch

import safetensors_files

SIZES = {"in_channel": 3, "channel": 12, "n_res_block": 2, "n_res_channel": 5, "embed_dim": 6, "n_embed": 17}


def load(path):
    """The module; what it imports for several devices is needed in training alone."""
    sys.modules.setdefault("distributed", types.ModuleType("distributed"))
    spec = importlib.util.spec_from_file_location("vqvae", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def latents(net, x):
    """What is quantized: vectors of the top, then of the bottom."""
    bottom = net.enc_b(x)
    top = net.quantize_conv_t(net.enc_t(bottom)).permute(0, 2, 3, 1)
    quantized = net.quantize_t(top)[0].permute(0, 3, 1, 2)
    both = net.quantize_conv_b(torch.cat([net.dec_t(quantized), bottom], 1)).permute(0, 2, 3, 1)
    return top.reshape(-1, top.shape[-1]), both.reshape(-1, both.shape[-1])


def clear(net, x):
    """Whether no vector is nearly as near to a second code."""
    for rows, vq in zip(latents(net, x), (net.quantize_t, net.quantize_b)):
        two = ((rows.double()[:, None] - vq.embed.t().double()[None]) ** 2).sum(2).topk(2, largest=False).values
        apart = two[:, 1] - two[:, 0]
        if float((apart / two[:, 1]).min()) < 1e-3 or float((apart / (rows**2).sum(1)).min()) < 1e-4:
            return False
    return True


def attempt(module, seed):
    torch.manual_seed(seed)
    net = module.VQVAE(**SIZES).eval()
    pixels = torch.rand(3, 3, 24, 24) * 0.3 + 0.7 * torch.rand(3, 3, 4, 4).repeat_interleave(6, 2).repeat_interleave(6, 3)
    x = 2 * pixels - 1
    for level, vq in enumerate((net.quantize_t, net.quantize_b)):
        rows = latents(net, x)[level]
        picked = rows[torch.randint(len(rows), (SIZES["n_embed"],))]
        vq.embed.copy_((picked + 0.5 * rows.std(0) * torch.randn_like(picked)).t())
        vq.cluster_size.uniform_(0.5, 20)
        vq.embed_avg.copy_(vq.embed * vq.cluster_size)
    if not clear(net, x):
        return None
    top, bottom, _, codes_top, codes_bottom = net.encode(x)
    made = (net.decode(top, bottom) + 1) / 2
    nhwc = lambda t: t.permute(0, 2, 3, 1).contiguous().numpy()
    out = {"input": nhwc(pixels), "reconstruction": nhwc(made)}
    out |= {"indices/0": codes_bottom.int().numpy(), "indices/1": codes_top.int().numpy()}
    out |= {f"weights/{name}": value.numpy() for name, value in net.state_dict().items()}
    print("seed", seed, "codes chosen:", [len(v.unique()) for v in (codes_bottom, codes_top)])
    return out


def main():
    module = load(sys.argv[1])
    with torch.no_grad():
        tensors = next(out for out in (attempt(module, seed) for seed in range(1000)) if out)
    safetensors_files.write(
        pathlib.Path(sys.argv[2]) / "rosinality.safetensors", tensors, {"torch": torch.__version__}
    )


torch.set_num_threads(1)
main()
