"""The models that Azulejo is compared with, built of the PyTorch twin of the reference model (reference_vqvae2.py)."""
import pathlib
import sys

import torch
import torch.nn as nn


def load(file):
    """The module of the twin: classes VQVAE2, VectorQuantizer, EmaVectorQuantizer and ResBlock."""
    path = pathlib.Path(file)
    sys.path.insert(0, str(path.parent))
    return __import__(path.stem)


def build(reference, config):
    """A model of the configuration that Azulejo writes: names, wiring and sizes are the same."""
    if config["levels"] > 2 or config.get("wiring") == "paper":
        return Hierarchy(reference, config)
    c, h, d, blocks = (config[n] for n in ("channels", "hidden", "code_dim", "res_blocks"))
    if config["levels"] == 1:
        return SingleLevel(reference, quantizer(reference, config, 0), c, h, d, blocks)
    net = reference.VQVAE2(c, h, config["codes"], d, blocks)
    net.vq_bot, net.vq_top = quantizer(reference, config, 0), quantizer(reference, config, 1)
    return net


def at(config, name, level):
    """A level's value of a setting that has one for all levels, or one per level."""
    value = config[name]
    return value[level] if isinstance(value, list) else value


def quantizer(reference, config, level):
    k, d = at(config, "codes", level), at(config, "code_dim", level)
    if config["quantizer"] == "gradient":
        return reference.VectorQuantizer(k, d, config["beta"])
    return EmaQuantizer(reference.EmaVectorQuantizer(k, d, config["beta"], config["decay"], config["epsilon"]))


class EmaQuantizer(nn.Module):
    """The twin's quantizer of moving averages, with the codes under the name of those that are learned by gradient."""

    def __init__(self, twin):
        super().__init__()
        self.twin = [twin]  # not a module of this one: its tensors are listed under the names below
        self.embedding = nn.Module()
        self.embedding.register_buffer("weight", twin.weight)
        self.register_buffer("count", twin.count)
        self.register_buffer("total", twin.total)

    def forward(self, z):
        return self.twin[0](z)

    def train(self, mode=True):
        self.twin[0].train(mode)
        return super().train(mode)


class ResBlock(nn.Module):
    """A block with fewer channels within than without, as in the paper (128 and 64)."""

    def __init__(self, channels, within):
        super().__init__()
        self.block = nn.Sequential(
            nn.ReLU(), nn.Conv2d(channels, within, 3, padding=1), nn.ReLU(), nn.Conv2d(within, channels, 1)
        )

    def forward(self, x):
        return x + self.block(x)


class Hierarchy(nn.Module):
    """Any number of levels, bottom first, each with sizes of its own.

    In the paper's wiring a level's quantizer reads the decoded level above beside its own features. Beside rosinality's
    port (two levels, paper): encoder_bot is enc_b, encoder_top enc_t, pre_vq_top quantize_conv_t, vq_top quantize_t,
    decoder_top dec_t, pre_vq_bot quantize_conv_b (which reads [features, decoded] where the port reads [decoded,
    features]), vq_bot quantize_b, decoder_bot dec. The port decodes the image from the top's codes through a layer more,
    upsample_t, in place of dec_t's output.
    """

    def __init__(self, reference, config):
        super().__init__()
        conv, up = nn.Conv2d, nn.ConvTranspose2d
        levels = self.levels = config["levels"]
        self.paper = config.get("wiring") == "paper"
        middle = ["_mid"] if levels == 3 else [f"_mid{i}" for i in range(1, levels - 1)]
        self.suffixes = ["_bot", *middle, "_top"]
        self.lowest = config.get("lowest")
        for i, suffix in enumerate(self.suffixes):
            h, d, blocks = at(config, "hidden", i), at(config, "code_dim", i), at(config, "res_blocks", i)
            within = at(config, "res_channels", i) if "res_channels" in config else 0
            res = lambda: [ResBlock(h, within or h) for _ in range(blocks)]
            top = i == levels - 1
            below = config["channels"] if i == 0 else at(config, "hidden", i - 1)
            halvings = [conv(below, h, 4, 2, 1), nn.ReLU()]
            if i == 0:
                halvings += [conv(h, h, 4, 2, 1), nn.ReLU()]
            self.add_module("encoder" + suffix, nn.Sequential(*halvings, conv(h, h, 3, padding=1), *res()))
            self.add_module("pre_vq" + suffix, conv(h + d if self.paper and not top else h, d, 1))
            self.add_module("vq" + suffix, quantizer(reference, config, i))
            doublings = [up(h, h, 4, 2, 1), nn.ReLU(), up(h, config["channels"], 4, 2, 1)]
            if i > 0:
                doublings = [up(h, at(config, "code_dim", i - 1), 4, 2, 1)]
            first = conv(d if top else 2 * d, h, 3, padding=1)
            self.add_module("decoder" + suffix, nn.Sequential(first, *res(), *doublings))

    def part(self, name, level):
        return self.get_submodule(name + self.suffixes[level])

    def forward(self, x):
        features = [x]
        for i in range(self.levels):
            features.append(self.part("encoder", i)(features[-1]))
        above, loss, self.z, indices = None, 0, {}, []
        for i in reversed(range(self.levels)):
            z = features[i + 1]
            if self.paper and above is not None:
                z = torch.cat([z, above], 1)
            z = self.z["vq" + self.suffixes[i]] = self.part("pre_vq", i)(z)
            q, l, codes = self.part("vq", i)(z)
            if self.lowest:  # level dropout: some images are decoded without their lower levels
                q = q * torch.tensor([float(lowest <= i) for lowest in self.lowest])[:, None, None, None]
            above = self.part("decoder", i)(q if above is None else torch.cat([q, above], 1))
            loss, indices = loss + l, [codes, *indices]
        return above, loss, tuple(indices)


class SingleLevel(nn.Module):
    """The single-level baseline: the bottom level of the reference model alone."""

    def __init__(self, reference, vq, c, h, d, blocks):
        super().__init__()
        conv, up = nn.Conv2d, nn.ConvTranspose2d
        self.encoder = nn.Sequential(
            conv(c, h, 4, 2, 1),
            nn.ReLU(),
            conv(h, h, 4, 2, 1),
            nn.ReLU(),
            conv(h, h, 3, padding=1),
            *[reference.ResBlock(h) for _ in range(blocks)],
            conv(h, d, 1),
        )
        self.vq = vq
        self.decoder = nn.Sequential(
            conv(d, h, 3, padding=1),
            *[reference.ResBlock(h) for _ in range(blocks)],
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
    if isinstance(net, Hierarchy):
        training = net.training
        net.eval()(x)
        net.train(training)
        return dict(reversed(net.z.items()))
    bottom = net.encoder_bot(x)
    return {"vq_bot": net.pre_vq_bot(bottom), "vq_top": net.pre_vq_top(net.encoder_top(bottom))}
