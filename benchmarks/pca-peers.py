"""PCA by scikit-learn of what benchmarks/pca.ts takes: seconds, the median of three fits, as lines of JSON.

usage: python benchmarks/pca-peers.py FOLDER-OF-MNIST [FOLDER-OF-CIFAR-10's-PYTHON-BATCHES]     (scikit-learn 1.9)
"""
import json
import pathlib
import pickle
import statistics
import sys
import time

import numpy as np
from sklearn.decomposition import PCA


def measure(data, images, components):
    rows = images.reshape(len(images), -1).astype(np.float64) / 255
    seconds = []
    for _ in range(3):
        start = time.perf_counter()
        PCA(components, svd_solver="covariance_eigh").fit(rows)
        seconds.append(time.perf_counter() - start)
    line = {"data": data, "n": len(rows), "components": components, "seconds": statistics.median(seconds)}
    print(json.dumps(line), flush=True)


digits = np.fromfile(pathlib.Path(sys.argv[1]) / "train-images-idx3-ubyte", np.uint8)[16:].reshape(60000, 784)
for n in (15000, 30000, 60000):
    measure("MNIST", digits[:n], 128)
if len(sys.argv) > 2:
    batches = [pathlib.Path(sys.argv[2]) / f"data_batch_{i}" for i in range(1, 6)]
    loaded = [pickle.loads(path.read_bytes(), encoding="latin1")["data"] for path in batches]
    measure("CIFAR-10", np.concatenate(loaded), 512)
