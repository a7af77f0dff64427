"""Compares a model trained by Azulejo with the PyTorch twin: same weights by name, same codes, same pixels.

Usage: check_parity.py REFERENCE_VQVAE2.PY MODEL.SAFETENSORS EXPORT.SAFETENSORS

The export holds held-out images, their codes and their reconstructions; ParityExport (beside the tests) writes it:
    mvn -q test-compile
    java --add-modules jdk.incubator.vector -cp \\
        engine/target/classes:nn/target/classes:vqvae2/target/classes:vqvae2/target/test-classes \\
        dev.azulejo.vqvae2.ParityExport RUN fashion-mnist EXPORT.SAFETENSORS

Prints a JSON object; exits with 1 unless 99.9 % of the codes are the same and every pixel is within 1/255.
"""
import json
import sys

import torch

import safetensors_files
import twins


def decode(net, codes):
    """The image of codes (the bottom first), as the reference model's generate_vqvae2 decodes them."""
    def embed(vq, indices):
        table = vq.embedding.weight
        return table[indices.long()].permute(0, 3, 1, 2)

    if isinstance(net, twins.SingleLevel):
        return net.decoder(embed(net.vq, codes[0]))
    top = net.decoder_top(embed(net.vq_top, codes[1]))
    return net.decoder_bot(torch.cat([embed(net.vq_bot, codes[0]), top], 1))


@torch.no_grad()
def main():
    weights, _ = safetensors_files.read(sys.argv[2])
    export, metadata = safetensors_files.read(sys.argv[3])
    config = json.loads(metadata["config"])
    net = twins.build(twins.load(sys.argv[1]), config)
    net.load_state_dict({name: torch.tensor(array) for name, array in weights.items()})
    net.eval()
    signed = config.get("pixel_range") == "signed"  # the model computes with [-1,1], files are in [0,1]
    images = torch.tensor(export["images"]).permute(0, 3, 1, 2)
    names = ["bottom", "top"][: config["levels"]]
    codes = [torch.tensor(export["codes/" + name]) for name in names]
    pixels = torch.tensor(export["reconstructions"]).permute(0, 3, 1, 2)
    same, total, worst, error = [0] * len(names), [0] * len(names), 0.0, 0.0
    for k in range(0, len(images), 100):
        batch = slice(k, k + 100)
        _, _, found = net(2 * images[batch] - 1 if signed else images[batch])
        for level, indices in enumerate(found):
            same[level] += int((indices == codes[level][batch]).sum())
            total[level] += indices.numel()
        decoded = decode(net, [c[batch] for c in codes])
        if signed:
            decoded = decoded / 2 + 0.5
        worst = max(worst, float((decoded - pixels[batch]).abs().max()))
        error += float(((decoded - images[batch]) ** 2).sum())
    fractions = {name: s / t for name, s, t in zip(names, same, total)}
    passed = min(fractions.values()) >= 0.999 and worst <= 1 / 255
    result = {
        "images": len(images),
        "same_codes": fractions,
        "differing_codes": {name: t - s for name, s, t in zip(names, same, total)},
        "largest_pixel_difference": worst,
        "mse_of_pytorch": error / images.numel(),
        "passed": passed,
        "torch": torch.__version__,
    }
    print(json.dumps(result))
    sys.exit(0 if passed else 1)


main()
