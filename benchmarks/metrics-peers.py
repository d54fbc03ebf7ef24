"""What benchmarks/metrics.ts measures, by NumPy, scikit-image and torchmetrics on one thread: seconds as JSON.

usage: python benchmarks/metrics-peers.py FOLDER          (with original.npy and reconstruction.npy, float32)
"""
import json
import os
import sys
import time

os.environ["OMP_NUM_THREADS"] = "1"
import numpy as np
import torch
from skimage.metrics import structural_similarity
from torchmetrics.functional.image import structural_similarity_index_measure

torch.set_num_threads(1)
x, y = (np.load(os.path.join(sys.argv[1], f"{name}.npy")) for name in ["original", "reconstruction"])


def seconds(work, times):
    def once():
        start = time.perf_counter()
        work()
        return time.perf_counter() - start

    return min(once() for _ in range(times))


def errors(batch):
    """Differences, squares and sums in float64."""
    for i in range(0, len(x), batch):
        d = np.subtract(x[i : i + batch], y[i : i + batch], dtype=np.float64).reshape(-1, 784)
        mse = np.einsum("ij,ij->i", d, d) / 784
        10 * np.log10(1 / mse)


def scikit_image():
    for a, b in zip(x[..., 0], y[..., 0]):
        structural_similarity(
            a, b, data_range=1, gaussian_weights=True, sigma=1.5, use_sample_covariance=False
        )


tensors = [torch.from_numpy(images.transpose(0, 3, 1, 2).copy()) for images in (x, y)]


def torchmetrics(batch):
    for a, b in zip(*(t.split(batch) for t in tensors)):
        structural_similarity_index_measure(a, b, data_range=1.0, reduction="none")


print(
    json.dumps(
        {
            "NumPy MSE + PSNR": min(seconds(lambda: errors(batch), 3) for batch in [100, 1000, 10000]),
            "scikit-image SSIM": seconds(scikit_image, 1),
            "torchmetrics SSIM": min(seconds(lambda: torchmetrics(batch), 2) for batch in [10, 100, 1000]),
        }
    )
)
