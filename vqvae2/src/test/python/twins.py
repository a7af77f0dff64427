"""The models that Azulejo is compared with, built of the PyTorch twin of the seed document (seed_vqvae2.py)."""
import pathlib
import sys

import torch.nn as nn


def load(seed_file):
    """The module of the twin: classes VQVAE2, VectorQuantizer, EmaVectorQuantizer and ResBlock."""
    path = pathlib.Path(seed_file)
    sys.path.insert(0, str(path.parent))
    return __import__(path.stem)


def build(seed, config):
    """A model of the configuration that Azulejo writes: names, wiring and sizes are the same."""
    c, h, k, d, blocks = (config[n] for n in ("channels", "hidden", "codes", "code_dim", "res_blocks"))

    def quantizer():
        if config["quantizer"] == "gradient":
            return seed.VectorQuantizer(k, d, config["beta"])
        return seed.EmaVectorQuantizer(k, d, config["beta"], config["decay"], config["epsilon"])

    if config["levels"] == 1:
        return SingleLevel(seed, quantizer(), c, h, d, blocks)
    if config["levels"] != 2:
        raise SystemExit(f"the twin has 1 or 2 levels, found {config['levels']}")
    net = seed.VQVAE2(c, h, k, d, blocks)
    net.vq_bot, net.vq_top = quantizer(), quantizer()
    return net


class SingleLevel(nn.Module):
    """The single-level baseline: the bottom level of the seed alone."""

    def __init__(self, seed, vq, c, h, d, blocks):
        super().__init__()
        conv, up = nn.Conv2d, nn.ConvTranspose2d
        self.encoder = nn.Sequential(
            conv(c, h, 4, 2, 1),
            nn.ReLU(),
            conv(h, h, 4, 2, 1),
            nn.ReLU(),
            conv(h, h, 3, padding=1),
            *[seed.ResBlock(h) for _ in range(blocks)],
            conv(h, d, 1),
        )
        self.vq = vq
        self.decoder = nn.Sequential(
            conv(d, h, 3, padding=1),
            *[seed.ResBlock(h) for _ in range(blocks)],
            up(h, h, 4, 2, 1),
            nn.ReLU(),
            up(h, c, 4, 2, 1),
        )

    def forward(self, x):
        q, loss, i = self.vq(self.encoder(x))
        return self.decoder(q), loss, (i,)


def latents(net, x):
    """What is quantized, by the name of the quantizer, the bottom first."""
    if isinstance(net, SingleLevel):
        return {"vq": net.encoder(x)}
    bottom = net.encoder_bot(x)
    return {"vq_bot": net.pre_vq_bot(bottom), "vq_top": net.pre_vq_top(net.encoder_top(bottom))}
