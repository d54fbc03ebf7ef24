"""Maps by openTSNE and scikit-learn of the points that benchmarks/embedding.ts wrote, and PCA by scikit-learn.

usage: python benchmarks/embedding-peers.py FOLDER [SEEDS, 3 by default]     (scikit-learn 1.9, openTSNE 1.0; two threads)
Writes FOLDER/NAME-SEED.npy for each map, and a line of JSON with its seconds.
"""
import json
import pathlib
import sys
import time

import numpy as np
from openTSNE import TSNE as OpenTsne
from sklearn.decomposition import PCA
from sklearn.manifold import TSNE

folder = pathlib.Path(sys.argv[1])
seeds = int(sys.argv[2]) if len(sys.argv) > 2 else 3
points = np.load(folder / "points.npy").astype(np.float64)


def open_tsne(method):
    return lambda seed: OpenTsne(
        n_jobs=2, neighbors="exact", negative_gradient_method=method, n_iter=750, random_state=seed
    ).fit(points)


makers = {
    "scikit-learn": lambda seed: TSNE(n_jobs=2, init="random", random_state=seed).fit_transform(points),
    "openTSNE-bh": open_tsne("bh"),
    "openTSNE-fft": open_tsne("fft"),
}


def timed(label, action):
    """Wall and processor seconds: on a busy machine the second tells more."""
    start, before = time.perf_counter(), time.process_time()
    result = action()
    cost = {"seconds": time.perf_counter() - start, "processorSeconds": time.process_time() - before}
    print(json.dumps({**label, **cost}), flush=True)
    return result


for name, make in makers.items():
    for seed in range(seeds):
        made = timed({"name": name, "seed": seed}, lambda: np.asarray(make(seed)))
        np.save(folder / f"{name}-{seed}.npy", made.astype(np.float64))

images = np.load(folder / "train.npy").astype(np.float64) / 255
for run in range(3):
    timed({"name": "scikit-learn PCA", "run": run}, lambda: PCA(128, svd_solver="covariance_eigh").fit(images))
