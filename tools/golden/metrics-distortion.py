"""Golden values of packages/metrics/src/distortion, from other implementations.

    python tools/golden/metrics-distortion.py > packages/metrics/src/distortion/golden.json

Needs numpy, scipy, scikit-image, torch, torchmetrics and piq.
"""

import json
from importlib.metadata import version

import numpy as np
import piq
import torch
from skimage.metrics import normalized_root_mse, peak_signal_noise_ratio, structural_similarity
from torchmetrics.functional.image import (
    multiscale_structural_similarity_index_measure as tm_ms_ssim,
    structural_similarity_index_measure as tm_ssim,
)

torch.set_default_dtype(torch.float64)  # or torchmetrics rounds its exponents to float32
torch.set_num_threads(1)


def pattern(n, a, b, m):
    i, j = np.mgrid[:n, :n]
    return ((i * a + j * b + i * j) % m) / (m - 1)


def pair(n, channels):
    x = np.stack([pattern(n, 7 + 2 * c, 13, 32) for c in range(channels)], -1)
    noise = np.stack([pattern(n, 3, 5 + c, 17) for c in range(channels)], -1)
    return x, np.clip(0.8 * x + 0.1 * noise, 0, 1)


def nchw(image):
    return torch.from_numpy(image).permute(2, 0, 1)[None]


def skimage_ssim(x, y, **options):
    return structural_similarity(x, y, data_range=1, channel_axis=2, **options)


def reduced_ms_ssim(x, y):
    betas = np.array([0.0448, 0.2856, 0.3001, 0.2363, 0.1333])
    betas = betas[: int(np.log2(min(x.shape[:2]) / 11)) + 1]
    # torchmetrics ignores the kernel size of a Gaussian window, but for a check that is too strict.
    return tm_ms_ssim(nchw(y), nchw(x), data_range=1.0, betas=tuple(betas / betas.sum()), kernel_size=3).item()


def gradients(image):
    return np.concatenate([np.diff(image, axis=1).ravel(), np.diff(image, axis=0).ravel()])


def bands(x, y):
    from scipy.fft import dctn

    def energy(signal):
        coefficients = dctn(signal, axes=(0, 1), norm="ortho")
        q = -(-signal.shape[0] // 4)
        low = (coefficients[:q, :q] ** 2).sum()
        return np.array([low, (signal**2).sum() - low])

    error = x - y
    luma = error.mean(2, keepdims=True)
    return [*energy(np.repeat(luma, x.shape[2], 2)) / x.size, *energy(error - luma) / x.size]


def figures(n, channels):
    x, y = pair(n, channels)
    values = {
        "mse": ((x - y) ** 2).mean(),
        "mae": abs(x - y).mean(),
        "psnr": peak_signal_noise_ratio(x, y, data_range=1),
        "nrmseEuclidean": normalized_root_mse(x, y),
        "nrmseMinMax": normalized_root_mse(x, y, normalization="min-max"),
        "nrmseMean": normalized_root_mse(x, y, normalization="mean"),
        "ssimWang": skimage_ssim(x, y, gaussian_weights=True, sigma=1.5, use_sample_covariance=False),
        "ssimSkimage": skimage_ssim(x, y),
        "ssimTorchmetrics": tm_ssim(nchw(y), nchw(x), data_range=1.0).item(),
        "ssimPiq": piq.ssim(nchw(y), nchw(x), data_range=1.0).item(),
        "binaryCrossEntropy": torch.nn.functional.binary_cross_entropy(nchw(y), nchw(x)).item(),
        "gradientError": abs(gradients(x) - gradients(y)).mean(),
        "sharpnessRatio": (gradients(y) ** 2).sum() / (gradients(x) ** 2).sum(),
        "bandError": bands(x, y),
    }
    if n >= 176:
        values["msSsim"] = tm_ms_ssim(nchw(y), nchw(x), data_range=1.0).item()
    else:
        values["reducedMsSsim"] = reduced_ms_ssim(x, y)
    return {"side": n, "channels": channels, **values}


packages = ["numpy", "scipy", "scikit-image", "torch", "torchmetrics", "piq"]
print(
    json.dumps(
        {
            "versions": {name: version(name) for name in packages},
            "cases": [figures(28, 1), figures(32, 1), figures(96, 1), figures(33, 3), figures(180, 1), figures(400, 1)],
        },
        indent=1,
    )
)
