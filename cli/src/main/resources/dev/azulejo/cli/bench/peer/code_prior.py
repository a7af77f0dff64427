"""The twin of Azulejo's CodePrior in PyTorch: the same names, wiring and sizes, so that weights go both ways by name.

A network of PixelSNAIL's family (arXiv 1712.09763) over a grid of codes in raster order. Codes are [N,H,W], what
conditions them is [N,D,H,W], logits are [N,K,H,W].
"""
import torch
import torch.nn as nn
import torch.nn.functional as F


def gate(x):
    """tanh(a) sigmoid(b) of the two halves of the channels."""
    a, b = x.chunk(2, 1)
    return torch.tanh(a) * torch.sigmoid(b)


def attends(config, layer):
    """Whether attention follows the layer: attentions are spread evenly, the last layer included."""
    layers, attentions = config["layers"], config["attention_layers"]
    return (layer + 1) * attentions // layers > layer * attentions // layers


class CausalConv(nn.Conv2d):
    """A convolution whose window ends at its own row, and either at its own column or as far right as left."""

    def __init__(self, inputs, outputs, kernel, down):
        rows = kernel // 2 + 1
        super().__init__(inputs, outputs, (rows, kernel if down else rows), padding=(rows - 1, kernel // 2))

    def forward(self, x):
        # Padded on both sides, then cut: cheaper than padding the input on one side by a copy.
        return super().forward(x)[:, :, : x.shape[2], : x.shape[3]]


class Block(nn.Module):
    """x + gate(second(dropout(elu(first(elu(x)) + side))) + condition(c) + class bias)."""

    def __init__(self, first, channels, dropout, classes=0, conditioned=False):
        super().__init__()
        self.first = first
        self.second = nn.Conv2d(first.out_channels, 2 * channels, 1)
        self.dropout = dropout
        self.classes = nn.Embedding(classes, 2 * channels) if classes else None
        self.condition = nn.Conv2d(channels, 2 * channels, 1) if conditioned else None

    def forward(self, x, side=None, labels=None, condition=None):
        h = self.first(F.elu(x))
        return self.finish(x, h if side is None else h + side, labels, condition)

    def finish(self, x, h, labels=None, condition=None):
        gated = self.second(F.dropout(F.elu(h), self.dropout, self.training))
        if self.condition is not None:
            gated = gated + self.condition(condition)
        if self.classes is not None:
            gated = gated + self.classes(labels)[:, :, None, None]
        return x + gate(gated)


class Layer(nn.Module):
    """The vertical stack (down) knows the rows above, the horizontal one (right) also what precedes in its row."""

    def __init__(self, config, conditioned):
        super().__init__()
        c, r, kernel = config["hidden"], config["residual"], config["kernel"]
        rest = (c, config["dropout"], config["classes"], conditioned)
        self.down = Block(CausalConv(c, r, kernel, True), *rest)
        self.across = nn.Conv2d(c, r, 1)
        self.right = Block(CausalConv(c, r, kernel, False), *rest)

    def forward(self, down, right, labels, condition):
        down = self.down(down, None, labels, condition)
        return down, self.right(right, self.across(F.elu(down)), labels, condition)


class Attention(nn.Module):
    """Position i looks at the positions before it; the first finds zero."""

    def __init__(self, config, positions):
        super().__init__()
        c, inner = config["hidden"], config["hidden"] // 2
        self.heads, self.dropout = config["heads"], config["dropout"]
        self.query = nn.Conv2d(c, inner, 1)
        self.memory = nn.Conv2d(c, 2 * inner, 1)
        self.codes = nn.Conv2d(c, 2 * inner, 1)
        self.output = nn.Conv2d(inner, 2 * c, 1)
        self.query_positions = nn.Parameter(0.1 * torch.randn(positions, inner))
        self.memory_positions = nn.Parameter(0.1 * torch.randn(positions, 2 * inner))

    def split(self, x):
        """[N,T,A] to [N,heads,T,A / heads]."""
        return x.unflatten(2, (self.heads, -1)).transpose(1, 2)

    def forward(self, x, embedded):
        seen = F.elu(x)
        rows = lambda y: y.flatten(2).transpose(1, 2)
        queries = self.split(rows(self.query(seen)) + self.query_positions)
        keys, values = (rows(self.memory(seen) + self.codes(embedded)) + self.memory_positions).chunk(2, 2)
        keys, values = self.split(keys), self.split(values)
        # Strict: query i + 1 over the keys up to i.
        found = F.scaled_dot_product_attention(
            queries[:, :, 1:],
            keys[:, :, :-1],
            values[:, :, :-1],
            is_causal=True,
            dropout_p=self.dropout if self.training else 0.0,
        )
        found = F.pad(found, (0, 0, 1, 0)).transpose(1, 2).flatten(2)
        found = found.transpose(1, 2).unflatten(2, x.shape[2:])
        return x + gate(self.output(found))


class CodePrior(nn.Module):
    """config holds the settings of PriorConfig and the numbers of CodeGrid."""

    def __init__(self, config):
        super().__init__()
        c, r, kernel, drop = (config[name] for name in ("hidden", "residual", "kernel", "dropout"))
        codes, height, width = config["grid_codes"], config["grid_height"], config["grid_width"]
        conditioned = config["condition_channels"] > 0
        self.config = config
        self.embedding = nn.Embedding(codes, c)
        self.down_input = CausalConv(c, c, kernel, True)
        self.right_input = CausalConv(c, c, kernel, False)
        self.down_positions = nn.Parameter(0.1 * torch.randn(height * width, c))
        self.right_positions = nn.Parameter(0.1 * torch.randn(height * width, c))
        blocks = config["condition_blocks"] if conditioned else 0
        self.condition_input = nn.Conv2d(config["condition_channels"], c, 3, padding=1) if conditioned else None
        self.condition_blocks = nn.ModuleList(Block(nn.Conv2d(c, r, 3, padding=1), c, drop) for _ in range(blocks))
        self.layers = nn.ModuleList(Layer(config, conditioned) for _ in range(config["layers"]))
        self.attentions = nn.ModuleList(
            Attention(config, height * width) for _ in range(config["attention_layers"])
        )
        self.output_blocks = nn.ModuleList(
            Block(nn.Conv2d(c, r, 1), c, drop) for _ in range(config["output_blocks"])
        )
        self.output = nn.Conv2d(c, codes, 1)
        with torch.no_grad():  # logits near 0: the first loss is near ln K
            self.output.weight *= 0.1
            self.output.bias.zero_()
            for name, table in self.named_parameters():
                if name.endswith("classes.weight"):
                    table *= 0.1

    def table(self, positions):
        """[H W,C] as [1,C,H,W]."""
        size = self.config["grid_height"], self.config["grid_width"]
        return positions.t().unflatten(1, size)[None]

    def condition_features(self, condition):
        features = self.condition_input(condition)
        for block in self.condition_blocks:
            features = block(features)
        return features

    def forward(self, codes, labels=None, condition=None):
        embedded = self.embedding(codes).permute(0, 3, 1, 2)
        given = None if condition is None else self.condition_features(condition)
        down = self.down_input(F.pad(embedded, (0, 0, 1, 0))[:, :, :-1]) + self.table(self.down_positions)
        right = self.right_input(F.pad(embedded, (1, 0))[:, :, :, :-1]) + self.table(self.right_positions)
        attentions = iter(self.attentions)
        for i, layer in enumerate(self.layers):
            down, right = layer(down, right, labels, given)
            if attends(self.config, i):
                right = next(attentions)(right, embedded)
        return self.output_logits(right)

    def output_logits(self, x):
        for block in self.output_blocks:
            x = block(x)
        return self.output(F.elu(x))


def loss(logits, codes):
    """Mean cross-entropy in nats a code."""
    return F.cross_entropy(logits, codes)
