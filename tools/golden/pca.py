"""Writes packages/metrics/src/pca/pca.golden.json: a PCA that scikit-learn fitted, as an .npz file, and what it makes of
images; and block-PCA, a PCA per class and cosine transforms by scikit-learn and SciPy.

usage: python tools/golden/pca.py     (scikit-learn 1.9, SciPy 1.17)
"""
import base64
import io
import json
import pathlib

import numpy as np
import scipy
import sklearn
from scipy.fft import dctn
from sklearn.decomposition import PCA

# 60 images of 4 × 6 bytes; the test computes the same.
n, y, x = np.meshgrid(np.arange(60), np.arange(4), np.arange(6), indexing="ij")
images = (37 * n + 101 * y + 53 * x + n * y * x * x + n * n * (y + 1)) % 251
train, test = images[:40].reshape(40, 24), images[40:].reshape(20, 24)

pca = PCA(3, svd_solver="full").fit(train)
names = ["components_", "mean_", "explained_variance_", "explained_variance_ratio_", "n_samples_"]
file = io.BytesIO()
np.savez_compressed(file, **{name: getattr(pca, name) for name in names})


def mse(fitted, rows):
    return float(np.mean((fitted.inverse_transform(fitted.transform(rows)) - rows) ** 2) / 255**2)


def blocks(rows):
    return rows.reshape(-1, 2, 2, 3, 2).transpose(0, 1, 3, 2, 4).reshape(-1, 4)


def by_class(rows, components):
    fits = [PCA(components).fit(train[c::2]) for c in range(2)]
    errors = [np.sum((fit.inverse_transform(fit.transform(rows)) - rows) ** 2, axis=1) for fit in fits]
    return float(np.min(errors, axis=0).mean() / 24 / 255**2)


frequency = (np.arange(4)[:, None] / 4) ** 2 + (np.arange(6) / 6) ** 2
kept = np.zeros(24, bool)
kept[np.argsort(frequency.ravel(), kind="stable")[:7]] = True
coefficients = dctn(test.reshape(-1, 4, 6) / 255, axes=(1, 2), norm="ortho").reshape(-1, 24)

golden = {
    "scikit-learn": sklearn.__version__,
    "scipy": scipy.__version__,
    "npz": base64.b64encode(file.getvalue()).decode(),
    "latents": (pca.transform(test)[:2] / 255).tolist(),
    "reconstruction": (pca.inverse_transform(pca.transform(test[:1]))[0] / 255).tolist(),
    "mse": mse(pca, test),
    "blockPcaMse": mse(PCA(2, svd_solver="full").fit(blocks(train)), blocks(test)),
    "classPcaMse": by_class(test, 3),
    "dctMse": float(np.mean(np.sum(coefficients[:, ~kept] ** 2, axis=1)) / 24),
}
target = pathlib.Path(__file__).parents[2] / "packages/metrics/src/pca/pca.golden.json"
target.write_text(json.dumps(golden, indent=2) + "\n")
