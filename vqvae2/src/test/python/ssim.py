"""SSIM of the images that EvaluationTest makes, by NumPy; the same numbers as scikit-image's structural_similarity with
gaussian_weights=True, use_sample_covariance=False, data_range=1 and the border cropped."""
import numpy as np
from numpy.lib.stride_tricks import sliding_window_view


def smooth(image, size):
    distance = np.arange(size) - size // 2
    weights = np.exp(-(distance**2) / (2 * 1.5**2))
    weights = np.outer(weights, weights) / weights.sum() ** 2
    return (sliding_window_view(image, (size, size)) * weights).sum((2, 3))


def ssim(a, b):
    size = min(11, (min(a.shape) - 1) // 2 * 2 + 1)
    x, y = smooth(a, size), smooth(b, size)
    xx, yy, xy = smooth(a * a, size) - x * x, smooth(b * b, size) - y * y, smooth(a * b, size) - x * y
    c1, c2 = 0.01**2, 0.03**2
    return ((2 * x * y + c1) * (2 * xy + c2) / ((x * x + y * y + c1) * (xx + yy + c2))).mean()


for height, width, channels in [(32, 32, 1), (17, 23, 3), (8, 8, 1)]:
    i = np.arange(height * width * channels)
    a = (i * 37 % 101) / 100
    b = 0.8 * a + 0.2 * ((i * 53 % 97) / 96)
    a, b = a.reshape(height, width, channels), b.reshape(height, width, channels)
    print(height, width, channels, np.mean([ssim(a[..., c], b[..., c]) for c in range(channels)]))
