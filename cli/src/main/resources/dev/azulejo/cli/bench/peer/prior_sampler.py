"""Draws a grid from the twin of CodePrior with the caches that Azulejo's sampler has (Fast PixelCNN++, arXiv 1704.06001).

Once: the conditioning stack, the gates' biases by class and condition, attention's tables. Once a row: the down stream
and what the rows above add to the right stream. Once a position: the last row of each kernel, 1x1 products, one query
over keys and values kept. Every product of a position is an F.linear of [N,C].
"""
import torch
import torch.nn.functional as F

from code_prior import attends


def halves(x):
    a, b = x.chunk(2, -1)
    return torch.tanh(a).mul_(torch.sigmoid(b))


def matrix(conv):
    """The [out,in] matrix of a 1x1 convolution."""
    return conv.weight[:, :, 0, 0].contiguous()


class Finish:
    """What follows a block's first convolution, at one position of all images."""

    def __init__(self, block):
        self.weight, self.bias = matrix(block.second), block.second.bias

    def __call__(self, x, h, bias=None):
        gated = F.linear(F.elu(h), self.weight, self.bias if bias is None else None)
        return x + halves(gated if bias is None else gated.add_(bias))


class RightLayer:
    """The right stream of a layer; rows holds the elu of its inputs, the columns left of the grid being zero."""

    def __init__(self, layer, n, width):
        conv = layer.right.first
        self.conv, self.finish = conv, Finish(layer.right)
        self.across = layer.across
        rows, self.reach = conv.kernel_size[0], conv.kernel_size[1] - 1
        self.rows = torch.zeros(n, conv.in_channels, rows, width + self.reach)
        self.upper = conv.weight[:, :, :-1].contiguous(memory_format=torch.channels_last)
        # [out, columns in]: a window of the row is one vector.
        self.last = conv.weight[:, :, -1].permute(0, 2, 1).flatten(1).contiguous()
        self.row = torch.zeros(n, width + self.reach, conv.in_channels)

    def begin_row(self, down, gate_bias):
        """Takes the down stream's row, [N,C,1,W], and the biases of its gates, [N,W,2C]."""
        self.rows[:, :, :-1] = self.rows[:, :, 1:].clone()
        self.rows[:, :, -2] = self.row.transpose(1, 2)
        self.row.zero_()
        side = F.conv2d(self.rows[:, :, :-1], self.upper, self.conv.bias) + self.across(F.elu(down))
        self.side = side[:, :, 0].permute(2, 0, 1).contiguous()
        self.gate_bias = gate_bias.transpose(0, 1).contiguous()

    def at(self, i, x):
        self.row[:, i + self.reach] = F.elu(x)
        window = self.row[:, i : i + self.reach + 1].flatten(1)
        return self.finish(x, torch.addmm(self.side[i], window, self.last.t()), self.gate_bias[i])


class CachedAttention:
    def __init__(self, attention, n, table):
        self.heads, inner = attention.heads, attention.output.in_channels
        scale = (inner // self.heads) ** -0.5
        self.inner = inner
        # Of elu(x): the query, scaled, and what it gives key and value; of the embedded code: what that gives.
        self.seen = torch.cat([matrix(attention.query) * scale, matrix(attention.memory)])
        self.positions = torch.cat(
            [
                (attention.query_positions + attention.query.bias) * scale,
                attention.memory_positions + attention.memory.bias + attention.codes.bias,
            ],
            1,
        )
        self.codes = F.linear(table, matrix(attention.codes))  # a row a code
        self.output, self.bias = matrix(attention.output), attention.output.bias
        positions = len(self.positions)
        self.keys = torch.zeros(n, self.heads, inner // self.heads, positions)
        self.values = torch.zeros(n, self.heads, positions, inner // self.heads)

    def at(self, t, x):
        all_three = F.linear(F.elu(x), self.seen, self.positions[t])
        self.memory = all_three[:, self.inner :]
        if t == 0:
            return x + halves(self.bias)
        query = all_three[:, : self.inner].unflatten(1, (self.heads, 1, -1))
        weights = torch.softmax(query @ self.keys[..., :t], -1)
        found = (weights @ self.values[:, :, :t]).flatten(1)
        return x + halves(F.linear(found, self.output, self.bias))

    def draw(self, t, codes):
        """The code at t is known now, so its key and value are."""
        keys, values = (self.memory + self.codes[codes]).chunk(2, 1)
        self.keys[..., t] = keys.unflatten(1, (self.heads, -1))
        self.values[:, :, t] = values.unflatten(1, (self.heads, -1))


@torch.inference_mode()
def sample(net, n, labels=None, condition=None, rows=None):
    """Draws [n,H,W] codes, or some rows of them; gives them and the logits they were drawn of, [n,H,W,K]."""
    config = net.config
    height, width, c = config["grid_height"], config["grid_width"], config["hidden"]
    reach = config["kernel"] // 2
    given = None if condition is None else net.condition_features(condition)

    def gate_bias(block):
        """[n,H,W,2C], or smaller where it is the same for all: bias, class and condition."""
        bias = block.second.bias.expand(n, height, width, 2 * c)
        if block.classes is not None:
            bias = bias + block.classes(labels)[:, None, None]
        return bias if block.condition is None else bias + block.condition(given).permute(0, 2, 3, 1)

    down_biases = [gate_bias(layer.down) for layer in net.layers]
    right_biases = [gate_bias(layer.right) for layer in net.layers]
    table = net.embedding.weight
    layers = [RightLayer(layer, n, width) for layer in net.layers]
    attentions = [CachedAttention(attention, n, table) for attention in net.attentions]
    output = [(matrix(block.first), block.first.bias, Finish(block)) for block in net.output_blocks]
    logit_weight, logit_bias = matrix(net.output), net.output.bias
    # Rows of the down stream's inputs: of the embedded codes, one row late, then of each layer's elu.
    down_rows = [torch.zeros(n, c, reach + 1, width + 2 * reach) for _ in range(len(layers) + 1)]
    embedded_rows = torch.zeros(n, c, reach + 1, width + reach + 1)  # of the right stream, with its column late
    right_upper = net.right_input.weight[:, :, :-1].contiguous(memory_format=torch.channels_last)
    right_last = net.right_input.weight[:, :, -1].permute(0, 2, 1).flatten(1).contiguous()
    down_table = net.table(net.down_positions)
    right_table = net.right_positions.unflatten(0, (height, width))
    codes = torch.zeros(n, height, width, dtype=torch.long)
    logits = torch.empty(n, height, width, config["grid_codes"])

    def push(cache, row):
        """The rows of a cache move up, the new one comes below."""
        cache[:, :, :-1] = cache[:, :, 1:].clone()
        cache[:, :, -1] = F.pad(row, (reach, reach))

    for y in range(height if rows is None else rows):
        if y > 0:
            above = F.embedding(codes[:, y - 1], table).permute(0, 2, 1)
            push(down_rows[0], above)
            embedded_rows[:, :, :-1] = embedded_rows[:, :, 1:].clone()
            embedded_rows[:, :, -2] = F.pad(above, (reach + 1, 0))
        side = F.conv2d(embedded_rows[:, :, :-1, :-1], right_upper, net.right_input.bias)[:, :, 0]
        side = side.permute(2, 0, 1) + right_table[y][:, None]
        down = F.conv2d(down_rows[0], net.down_input.weight, net.down_input.bias) + down_table[:, :, y : y + 1]
        for i, (layer, right) in enumerate(zip(net.layers, layers)):
            push(down_rows[i + 1], F.elu(down)[:, :, 0])
            block = layer.down
            h = F.elu(F.conv2d(down_rows[i + 1], block.first.weight, block.first.bias))
            gated = F.conv2d(h, block.second.weight) + down_biases[i][:, y : y + 1].permute(0, 3, 1, 2)
            a, b = gated.chunk(2, 1)
            down = down + torch.tanh(a) * torch.sigmoid(b)
            right.begin_row(down, right_biases[i][:, y])
        embedded = torch.zeros(n, width + reach + 1, c)
        for x in range(width):
            t = y * width + x
            v = torch.addmm(side[x], embedded[:, x : x + reach + 1].flatten(1), right_last.t())
            attention = iter(attentions)
            for i, right in enumerate(layers):
                v = right.at(x, v)
                if attends(config, i):
                    v = next(attention).at(t, v)
            for weight, bias, finish in output:
                v = finish(v, F.linear(F.elu(v), weight, bias))
            row = F.linear(F.elu(v), logit_weight, logit_bias)
            drawn = torch.multinomial(torch.softmax(row, 1), 1)[:, 0]
            logits[:, y, x] = row
            codes[:, y, x] = drawn
            embedded[:, x + reach + 1] = F.embedding(drawn, table)
            for attention in attentions:
                attention.draw(t, drawn)
    return codes, logits
