"""Makes quantizers.safetensors, which QuantizerGoldenTest compares with: single quantizers by PyTorch's autograd.

Usage: make_quantizers.py OUTPUT_FOLDER

For each case: z [N,H,W,D], upstream (the gradient of the loss that is not the quantizer's), table [K,D] if there is one, and
what PyTorch makes of them: values, indices, loss, the gradients of z and of the table.
"""
import pathlib
import sys

import torch
import torch.nn.functional as F

import safetensors_files

BETA = 0.25
SHAPE = (2, 3, 4)


def nearest(rows, table):
    two = ((rows.detach().double()[..., None, :] - table.detach().double()) ** 2).sum(-1).topk(2, largest=False)
    assert float(((two.values[..., 1] - two.values[..., 0]) / two.values[..., 1]).min()) > 1e-4, "a near tie"
    return two.indices[..., 0]


def table_loss(z, e):
    return F.mse_loss(e, z.detach()) + BETA * F.mse_loss(z, e.detach())


def gradient_rotation(z, table):
    """As the authors' code: rotation and stretch are constants."""
    k = nearest(z, table)
    e = table[k]
    with torch.no_grad():
        u, q = F.normalize(z, dim=-1), F.normalize(e, dim=-1)
        r = F.normalize(u + q, dim=-1)
        eye = torch.eye(z.shape[-1])
        matrix = eye - 2 * r[..., :, None] * r[..., None, :] + 2 * q[..., :, None] * u[..., None, :]
        matrix = matrix * (e.norm(dim=-1) / z.norm(dim=-1))[..., None, None]
    return (matrix @ z[..., None])[..., 0], k, table_loss(z, e)


def cosine(z, table):
    u, unit = F.normalize(z, dim=-1), F.normalize(table, dim=-1)
    k = nearest(u, unit)
    e = unit[k]
    return u + (e - u).detach(), k, table_loss(u, e)


def fsq(levels):
    def quantize(z, _):
        l = torch.tensor(levels, dtype=torch.float32)
        half = (l - 1) * (1 - 1e-3) / 2
        offset = torch.where(l % 2 == 0, 0.5, 0.0)
        bounded = torch.tanh(z + torch.atanh(offset / half)) * half - offset
        whole = bounded + (bounded.round() - bounded).detach()
        width = l // 2
        radix = torch.cumprod(torch.tensor([1, *levels[:-1]]), 0)
        return whole / width, ((whole + width).round().long() * radix).sum(-1), torch.tensor(0.0)

    return quantize


def residual(depth):
    def quantize(z, table):
        rest, total, loss, indices = z.detach(), 0, 0, []
        for _ in range(depth):
            k = nearest(rest, table)
            rest, total = rest - table[k], total + table[k].detach()
            loss = loss + F.mse_loss(z, total)
            indices.append(k)
        return z + (total - z).detach(), torch.stack(indices, -1), BETA * loss / depth

    return quantize


CASES = {
    "rotation": (gradient_rotation, 6, 9),
    "cosine": (cosine, 5, 7),
    "fsq": (fsq([8, 5, 4, 3]), 4, 0),
    "residual": (residual(3), 5, 8),
}


def main():
    out = {}
    for number, (name, (quantize, d, codes)) in enumerate(CASES.items()):
        torch.manual_seed(number)
        z = torch.randn(*SHAPE, d, requires_grad=True)
        table = torch.randn(codes, d, requires_grad=codes > 0)
        upstream = torch.randn(*SHAPE, d)
        values, indices, loss = quantize(z, table)
        ((values * upstream).sum() + loss).backward()
        case = {"z": z, "upstream": upstream, "values": values, "loss": loss.reshape(1), "gradient": z.grad}
        if codes:
            case["table"] = table
            if table.grad is not None:
                case["table_gradient"] = table.grad
        out |= {f"{name}/{key}": value.detach().numpy() for key, value in case.items()}
        out[f"{name}/indices"] = indices.int().numpy()
    safetensors_files.write(pathlib.Path(sys.argv[1]) / "quantizers.safetensors", out, {"torch": torch.__version__})


main()
