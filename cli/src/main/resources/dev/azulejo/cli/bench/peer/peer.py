"""Runs in PyTorch what `azulejo bench` runs, with the same options, and prints the same figures as one JSON object.

float32 and channels last, which is PyTorch's best here. `peer.py version` prints what would run.
"""
import argparse
import json
import pathlib
import statistics
import sys
import time

try:
    import torch
    import torch.nn.functional as F
except ImportError as e:
    sys.exit(f"PyTorch is not there ({e})")


def measure(a, body):
    """The median time of a run, in seconds: at least so many runs and at least so long, as azulejo's Repetitions."""
    return measured(a, body)[0]


def measured(a, body):
    """The same, and the seconds until the first of three runs in a row with 90 % of that speed was done."""
    now = time.process_time if a.processor_time else time.perf_counter

    def run(times, seconds):
        taken, start = [], now()
        end = start
        while len(taken) < times or end - start < seconds:
            begin = end
            body()
            end = now()
            taken.append(end - begin)
        return taken

    cold = run(a.warmup, a.warmup_seconds)
    warm = run(a.iterations, a.seconds)
    median, every = statistics.median(warm), cold + warm
    steady = (i for i in range(len(every) - 2) if max(every[i : i + 3]) <= median / 0.9)
    return median, sum(every[: next(steady, len(every)) + 1])


def last(*shape):
    """Standard normal numbers, channels last."""
    return torch.randn(*shape).contiguous(memory_format=torch.channels_last)


def step(a):
    from reference_vqvae2 import VQVAE2

    net = VQVAE2(a.channels, a.hidden, a.codes, a.code_dim, a.res_blocks).to(memory_format=torch.channels_last)
    x = torch.rand(a.batch, a.channels, a.image_size, a.image_size).contiguous(memory_format=torch.channels_last)
    adam = torch.optim.Adam(net.parameters(), 3e-4)

    def body():
        adam.zero_grad()
        reconstruction, loss, _ = net(x)
        (F.mse_loss(reconstruction, x) + loss).backward()
        adam.step()

    median, until_steady = measured(a, body)
    return {"step_milliseconds": 1e3 * median, "milliseconds_until_steady": 1e3 * until_steady}


@torch.inference_mode()
def encode(a):
    """A trained model at work: images to codes, and the whole pass."""
    from reference_vqvae2 import VQVAE2

    net = VQVAE2().to(memory_format=torch.channels_last).eval()
    x = torch.rand(a.batch, 3, a.image_size, a.image_size).contiguous(memory_format=torch.channels_last)

    def nearest(z, quantizer):
        flat, codes = z.permute(0, 2, 3, 1).flatten(0, 2), quantizer.embedding.weight
        return torch.addmm((codes**2).sum(1), flat, codes.t(), alpha=-2).argmin(1)

    def codes():
        bottom = net.encoder_bot(x)
        top = net.encoder_top(bottom)
        return nearest(net.pre_vq_bot(bottom), net.vq_bot), nearest(net.pre_vq_top(top), net.vq_top)

    def whole():
        reconstruction, loss, _ = net(x)
        return F.mse_loss(reconstruction, x) + loss

    return {"encode_milliseconds": 1e3 * measure(a, codes), "evaluate_milliseconds": 1e3 * measure(a, whole)}


def decode_file(file):
    from PIL import Image

    with Image.open(file) as image:
        return image.convert("RGB").tobytes()


def decode_into(memory, begin, files):
    """Reads some images into memory of all workers, one behind the other."""
    from multiprocessing import shared_memory

    shared = shared_memory.SharedMemory(memory)
    for file in files:
        pixels = decode_file(file)
        shared.buf[begin : begin + len(pixels)] = pixels
        begin += len(pixels)
    shared.close()


def decode(a):
    """Reads every image of a folder with Pillow, in as many workers, into one array, as azulejo does."""
    try:
        import PIL  # noqa: F401
    except ImportError as e:
        sys.exit(f"Pillow is not there ({e})")
    files = sorted(str(file) for file in pathlib.Path(a.folder).iterdir())
    size = len(decode_file(files[0]))
    if a.threads == 1:

        def alone():
            pixels = bytearray(len(files) * size)
            for i, file in enumerate(files):
                pixels[i * size : (i + 1) * size] = decode_file(file)

        return {"step_milliseconds": 1e3 * measure(a, alone)}
    import multiprocessing
    from multiprocessing import shared_memory

    some = max(1, len(files) // (8 * a.threads))
    with multiprocessing.Pool(a.threads) as pool:

        def together():
            shared = shared_memory.SharedMemory(create=True, size=len(files) * size)
            parts = [(shared.name, i * size, files[i : i + some]) for i in range(0, len(files), some)]
            pool.starmap(decode_into, parts, 1)
            shared.close()
            shared.unlink()

        return {"step_milliseconds": 1e3 * measure(a, together)}


def prior_net(a, preset, size, conditioned):
    """An untrained prior of a preset, as azulejo makes one, with the codes and the condition of a batch."""
    from code_prior import CodePrior

    with open(pathlib.Path(__file__).with_name("priors.json"), encoding="utf-8") as file:
        presets = json.load(file)
    if preset not in presets:
        sys.exit(f"no preset {preset}")
    height, width = size if len(size) == 2 else size * 2
    config = presets[preset] | {
        "grid_codes": a.codes, "grid_height": height, "grid_width": width, "condition_channels": conditioned
    }
    net = CodePrior(config).to(memory_format=torch.channels_last)
    codes = torch.randint(a.codes, (a.batch, height, width))
    return net, codes, last(a.batch, conditioned, height, width) if conditioned else None


def prior(a):
    """A step as azulejo's: clipped gradients, AdamW, averaged weights."""
    net, codes, condition = prior_net(a, a.preset, a.size, a.condition)
    parameters = list(net.parameters())
    adam = torch.optim.AdamW(parameters, 2e-3, weight_decay=net.config["weight_decay"], fused=True)
    average = [p.detach().clone() for p in parameters]

    def body():
        adam.zero_grad()
        F.cross_entropy(net(codes, None, condition), codes).backward()
        torch.nn.utils.clip_grad_norm_(parameters, net.config["max_gradient_norm"])
        adam.step()
        with torch.no_grad():
            torch._foreach_lerp_(average, parameters, 1 - net.config["polyak"])

    return {"step_milliseconds": 1e3 * measure(a, body)}


def sample(a):
    """Draws both levels with caches. Nothing is compiled, so one run warms up, and three are measured at most."""
    a.warmup, a.warmup_seconds, a.iterations = 1, 0, min(a.iterations, 3)
    return {
        "levels": {
            "top": sample_level(a, a.top_preset, a.top, 0),
            "bottom": sample_level(a, a.bottom_preset, a.bottom, a.code_dim),
        }
    }


@torch.inference_mode()
def sample_level(a, preset, size, conditioned):
    import prior_sampler

    net, codes, condition = prior_net(a, preset, size, conditioned)
    net.eval()
    threads = torch.get_num_threads()

    def seconds(number):
        """Of two rows, which tell whether more threads help such small products."""
        torch.set_num_threads(number)
        prior_sampler.sample(net, a.batch, None, condition, 1)
        start = time.perf_counter()
        prior_sampler.sample(net, a.batch, None, condition, 2)
        return time.perf_counter() - start

    fastest = min({1, threads}, key=seconds)
    torch.set_num_threads(fastest)
    drawn = []

    def body():
        drawn[:] = prior_sampler.sample(net, a.batch, None, condition)

    cached = measure(a, body)
    torch.set_num_threads(threads)
    if a.whole_passes == 0:
        return {"milliseconds": 1e3 * cached, "threads": fastest}
    whole = []

    def whole_pass():
        whole[:] = [net(drawn[0], None, condition)]

    few = {"warmup": 1, "warmup_seconds": 0, "iterations": a.whole_passes, "seconds": 0}
    passes = measure(argparse.Namespace(**(vars(a) | few)), whole_pass)
    if (whole[0].permute(0, 2, 3, 1) - drawn[1]).abs().max() > 1e-3:
        sys.exit("the sampler's logits are not those of a whole pass")
    return {
        "milliseconds": 1e3 * cached,
        "whole_pass_milliseconds": 1e3 * passes * codes[0].numel(),
        "threads": fastest,
    }


@torch.no_grad()
def conv(a):
    height, width = a.size if len(a.size) == 2 else a.size * 2
    pad = (a.kernel - 1) // 2 if a.padding is None else a.padding
    x = last(a.batch, a.inputs, height, width)
    w = last(*((a.inputs, a.outputs) if a.transposed else (a.outputs, a.inputs)), a.kernel, a.kernel)
    two = lambda n: [n, n]

    def forward():
        function = F.conv_transpose2d if a.transposed else F.conv2d
        return function(x, w, None, a.stride, pad)

    y = last(*forward().shape)

    def backward(*mask):
        return torch.ops.aten.convolution_backward(
            y, x, w, None, two(a.stride), two(pad), two(1), a.transposed, two(0), 1, [*mask, False]
        )

    bodies = {
        "forward": forward,
        "input": lambda: backward(True, False),
        "weights": lambda: backward(False, True),
    }
    wanted = list(bodies) if a.direction == "all" else [a.direction]
    return {"directions": {name: {"step_milliseconds": 1e3 * measure(a, bodies[name])} for name in wanted}}


@torch.no_grad()
def gemm(a):
    m, n, k = a.size if len(a.size) == 3 else a.size * 3
    left, right, out = torch.randn(m, k), torch.randn(k, n), torch.empty(m, n)
    return {"step_milliseconds": 1e3 * measure(a, lambda: torch.mm(left, right, out=out))}


@torch.no_grad()
def quantize(a):
    z, codebook = torch.randn(a.vectors, a.code_dim), torch.randn(a.codes, a.code_dim)

    def body():
        distances = (z**2).sum(1, keepdim=True) + (codebook**2).sum(1) - 2 * z @ codebook.t()
        return distances.argmin(1)

    return {"step_milliseconds": 1e3 * measure(a, body)}


def peak_memory_bytes():
    """Resident memory at its highest, as azulejo counts it."""
    try:
        with open("/proc/self/status", encoding="utf-8") as status:
            return next(1024 * int(line.split()[1]) for line in status if line.startswith("VmHWM:"))
    except (OSError, StopIteration):
        import resource

        unit = 1 if sys.platform == "darwin" else 1024
        return unit * resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


def sizes(text):
    return [int(part) for part in text.split("x")]


def options():
    parser = argparse.ArgumentParser()
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("version")
    own = {
        step: [("--image-size", 256), ("--channels", 3), ("--batch", 4), ("--hidden", 128), ("--codes", 512),
               ("--code-dim", 64), ("--res-blocks", 2)],
        conv: [("--kernel", 3), ("--stride", 1), ("--padding", None), ("--batch", 4)],
        encode: [("--image-size", 32), ("--batch", 64)],
        decode: [("--image-size", 64), ("--images", 2000)],
        prior: [("--batch", 8), ("--codes", 512), ("--condition", 0)],
        sample: [("--batch", 1), ("--codes", 512), ("--code-dim", 64), ("--whole-passes", 3)],
        gemm: [],
        quantize: [("--vectors", 16384), ("--code-dim", 64), ("--codes", 512)],
    }
    for function, numbers in own.items():
        command = commands.add_parser(function.__name__)
        command.set_defaults(function=function)
        for name, default in numbers + [("--threads", None), ("--warmup", 3), ("--iterations", 7)]:
            command.add_argument(name, type=int, default=default)
        for name, default in [("--warmup-seconds", 1.0), ("--seconds", 1.0)]:
            command.add_argument(name, type=float, default=default)
        command.add_argument("--processor-time", action="store_true")
        if function is conv:
            command.add_argument("--in", dest="inputs", type=int, default=128)
            command.add_argument("--out", dest="outputs", type=int, default=128)
            command.add_argument("--transposed", action="store_true")
            command.add_argument("--direction", choices=["all", "forward", "input", "weights"], default="all")
        if function is decode:
            command.add_argument("--format")
            command.add_argument("--folder", required=True)
        if function is prior:
            command.add_argument("--preset", default="top")
            command.add_argument("--size", type=sizes, default=[32])
        if function is sample:
            for name, size in [("top", 32), ("bottom", 64)]:
                command.add_argument(f"--{name}", type=sizes, default=[size])
                command.add_argument(f"--{name}-preset", default=name)
        if function in (conv, gemm):
            command.add_argument("--size", type=sizes, default=[64] if function is conv else [2048])
    return parser.parse_args()


def main():
    a = options()
    if a.command == "version":
        figures = {"torch": torch.__version__, "python": sys.version.split()[0]}
    else:
        torch.manual_seed(0)
        if a.threads:
            torch.set_num_threads(a.threads)
        figures = a.function(a)
        figures["threads"] = torch.get_num_threads()
        figures["peak_memory_bytes"] = peak_memory_bytes()
    print(json.dumps(figures))


if __name__ == "__main__":
    try:
        main()
    except RuntimeError as e:
        sys.exit(" ".join(str(e).split()))
