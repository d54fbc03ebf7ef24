"""Compares @aelab/metrics with other implementations on 200 random cases each, and writes docs/agreement.md.

    npm run build && python tools/golden/agreement.py

Needs Node and numpy, scipy, scikit-image, scikit-learn, torch, torchmetrics, piq, bjontegaard, statsmodels and
scikit-dimension. Exits 1 if a figure differs by more than it may.
"""

import json
import os
import pathlib
import subprocess
import sys
import tempfile
import warnings
from importlib.metadata import version

import bjontegaard
import numpy as np
import piq
import skdim
import torch
from scipy import ndimage, stats
from scipy.fft import dctn
from scipy.special import ndtr, ndtri
from skimage.metrics import normalized_root_mse, peak_signal_noise_ratio, structural_similarity
from sklearn.isotonic import isotonic_regression
from sklearn.linear_model import RidgeClassifier
from sklearn.metrics import average_precision_score, roc_auc_score
from statsmodels.stats.multitest import multipletests
from torchmetrics.functional.image import (
    multiscale_structural_similarity_index_measure as tm_ms_ssim,
    peak_signal_noise_ratio as tm_psnr,
    structural_similarity_index_measure as tm_ssim,
)

warnings.simplefilter("ignore")
torch.set_default_dtype(torch.float64)  # or torchmetrics rounds its exponents to float32
torch.set_num_threads(1)
here = pathlib.Path(__file__).parent
rng = np.random.default_rng(2024)
folder = tempfile.TemporaryDirectory()


def stored(array, **more):
    path = os.path.join(folder.name, f"{len(os.listdir(folder.name))}.f64")
    np.ascontiguousarray(array, "<f8").tofile(path)
    return {"file": path, "shape": list(array.shape), **more}


def image_pairs(n, height, width, channels):
    """Smooth images and reconstructions that are blurred, shifted and noisy, each to its own degree."""
    x = ndimage.gaussian_filter(rng.random((n, height, width, channels)), (0, 2, 2, 0))
    x = (x - x.min()) / (x.max() - x.min())
    noise = rng.normal(size=x.shape) * rng.uniform(0.01, 0.3, (n, 1, 1, 1))
    return x, np.clip(x * rng.uniform(0.6, 1, (n, 1, 1, 1)) + noise, 0, 1)


small = [image_pairs(50, *shape) for shape in [(28, 28, 1), (32, 32, 3), (17, 40, 2), (96, 50, 1)]]
large = [image_pairs(50, *shape) for shape in [(176, 176, 1), (180, 201, 1), (177, 190, 2), (200, 176, 1)]]
huge = [image_pairs(20, 400, 390, 1)]

comparisons = []  # of (metric, peer, allowed difference, request, expected values, how to read ours)


def compare(metric, peer, call, cases, expected, read=lambda answer: answer, allowed=1e-9):
    comparisons.append((metric, peer, allowed, {"call": call, "cases": cases}, expected, read))


def compare_images(metric, peer, call, theirs, pairs=small, more=(), read=lambda answer: answer, allowed=1e-9):
    cases = [[stored(x), stored(y), *more] for x, y in pairs]
    expected = [[theirs(a, b) for a, b in zip(x, y)] for x, y in pairs]
    compare(metric, peer, call, cases, expected, read, allowed)


def nchw(image):
    return torch.from_numpy(image.copy()).permute(2, 0, 1)[None]


def skimage_ssim(x, y, **options):
    return structural_similarity(x, y, data_range=1, channel_axis=2, **options)


def gradients(image):
    return np.concatenate([np.diff(image, axis=1).ravel(), np.diff(image, axis=0).ravel()])


def reduced_ms_ssim(x, y):
    betas = np.array([0.0448, 0.2856, 0.3001, 0.2363, 0.1333])
    betas = betas[: min(5, int(np.log2(min(x.shape[:2]) / 11)) + 1)]
    # torchmetrics ignores the kernel size of a Gaussian window, but for a check that is too strict.
    return tm_ms_ssim(nchw(y), nchw(x), data_range=1.0, betas=tuple(betas / betas.sum()), kernel_size=3).item()


def low_band(x, y):
    error = (x - y).mean(2, keepdims=True)
    spectrum = dctn(error, axes=(0, 1), norm="ortho")
    rows, columns = (-(-side // 4) for side in error.shape[:2])
    return (spectrum[:rows, :columns] ** 2).sum() / error.size


skimage, tm = "scikit-image", "torchmetrics"
compare_images("mse", "NumPy", "mse", lambda x, y: ((x - y) ** 2).mean())
compare_images("rmse", "NumPy", "rmse", lambda x, y: np.sqrt(((x - y) ** 2).mean()))
compare_images("mae", "NumPy", "mae", lambda x, y: abs(x - y).mean())
compare_images("psnr", skimage, "psnr", lambda x, y: peak_signal_noise_ratio(x, y, data_range=1))
batches = [(x[some], y[some]) for x, y in small for some in rng.integers(0, 50, (50, 5))]
compare(
    "psnrOfMeanMse",
    tm,
    "psnrOfMeanMse",
    [[stored(x), stored(y)] for x, y in batches],
    [tm_psnr(torch.from_numpy(y), torch.from_numpy(x), data_range=1.0).item() for x, y in batches],
)
for ours, theirs in [("euclidean", "euclidean"), ("minMax", "min-max"), ("mean", "mean")]:
    compare_images(
        f"normalizedRootMse, {ours}",
        skimage,
        "normalizedRootMse",
        lambda x, y, theirs=theirs: normalized_root_mse(x, y, normalization=theirs),
        more=[ours],
    )
compare_images(
    "ssim, wang",
    skimage,
    "ssim",
    lambda x, y: skimage_ssim(x, y, gaussian_weights=True, sigma=1.5, use_sample_covariance=False),
)
compare_images("ssim, skimage", skimage, "ssim", skimage_ssim, more=["skimage"])
compare_images(
    "ssim, torchmetrics",
    tm,
    "ssim",
    lambda x, y: tm_ssim(nchw(y), nchw(x), data_range=1.0).item(),
    more=["torchmetrics"],
)
compare_images(
    "ssim, piq",
    "piq",
    "ssim",
    lambda x, y: piq.ssim(nchw(y), nchw(x), data_range=1.0).item(),
    pairs=small[:2] + small[3:] + [image_pairs(30, 28, 31, 1)] + huge,
    more=["piq"],
)
compare_images("msSsim", tm, "msSsim", lambda x, y: tm_ms_ssim(nchw(y), nchw(x), data_range=1.0).item(), large)
compare_images("reducedMsSsim", tm, "reducedMsSsim", reduced_ms_ssim)
compare_images(
    "binaryCrossEntropy",
    "PyTorch",
    "binaryCrossEntropy",
    lambda x, y: torch.nn.functional.binary_cross_entropy(nchw(y), nchw(x)).item(),
)
compare_images("gradientError", "NumPy", "gradientError", lambda x, y: abs(gradients(x) - gradients(y)).mean())
compare_images(
    "sharpnessRatio",
    "NumPy",
    "sharpnessRatio",
    lambda x, y: (gradients(y) ** 2).sum() / (gradients(x) ** 2).sum(),
)
compare_images(
    "bandError, lumaLow", "SciPy", "bandError", low_band, read=lambda answer: answer["lumaLow"]
)
compare(
    "medianFilter",
    "SciPy",
    "medianFilter",
    [[stored(x), 3] for x, _ in small],
    [[ndimage.median_filter(image, (3, 3, 1)) for image in x] for x, _ in small],
    lambda answer: answer["data"],
)
compare(
    "gaussianFilter",
    "SciPy",
    "gaussianFilter",
    [[stored(x), 1.3] for x, _ in small],
    [[ndimage.gaussian_filter(image, (1.3, 1.3, 0)) for image in x] for x, _ in small],
    lambda answer: answer["data"],
)


def codec(n):
    steps = np.cumsum(rng.uniform(0.1, 0.6, n))
    return {"rates": list(10 ** (1 + steps)), "qualities": list(25 + 8 * steps + rng.normal(0, 0.3, n))}


codecs = []
while len(codecs) < 200:
    pair = codec(int(rng.integers(4, 8))), codec(int(rng.integers(4, 8)))
    if all(np.all(np.diff(c["qualities"]) > 0) for c in pair):
        codecs.append(pair)
for method in ["cubic", "pchip", "akima"]:
    for name, function in [("bdRate", bjontegaard.bd_rate), ("bdPsnr", bjontegaard.bd_psnr)]:
        compare(
            f"{name}, {method}",
            "bjontegaard",
            name,
            [[anchor, test, method] for anchor, test in codecs],
            [
                function(*anchor.values(), *test.values(), method, require_matching_points=False, min_overlap=0)
                for anchor, test in codecs
            ],
            lambda answer: answer["delta"],
        )

lists = [rng.gamma(0.7, size=int(rng.integers(5, 80))) for _ in range(200)]
others = [a * rng.uniform(0.8, 1.3, len(a)) for a in lists]
shares = [0, 0.025, 0.31, 0.5, 0.975, 1]
seed = {"seed": 0, "permutations": 1}
compare("variance", "NumPy", "variance", [[list(a)] for a in lists], [a.var(ddof=1) for a in lists])
compare("quantiles", "NumPy", "quantiles", [[list(a), shares] for a in lists], [np.quantile(a, shares) for a in lists])
points = rng.normal(size=200) * 3
compare("normalCdf", "SciPy", "normalCdf", [[x] for x in points], ndtr(points))
chances = 10 ** rng.uniform(-12, -0.001, 200)
compare("normalQuantile", "SciPy", "normalQuantile", [[p] for p in chances], ndtri(chances))
degrees = rng.integers(1, 100, 200).tolist()
compare("studentTCdf", "SciPy", "studentTCdf", [list(c) for c in zip(points, degrees)], stats.t.cdf(points, degrees))
compare(
    "pairedTest, p of t",
    "SciPy",
    "pairedTest",
    [[list(a), list(b), seed] for a, b in zip(lists, others)],
    [stats.ttest_rel(a, b).pvalue for a, b in zip(lists, others)],
    lambda answer: answer["p"],
)
grouped = [[np.round(rng.gamma(2, 2 + 0.3 * g, int(rng.integers(2, 9)))).tolist() for g in range(4)] for _ in range(200)]
compare(
    "jonckheere, two-sided p",
    "SciPy (kendalltau)",
    "jonckheere",
    [[groups, seed] for groups in grouped],
    [
        stats.kendalltau(np.repeat(range(4), [len(g) for g in groups]), sum(groups, []), method="asymptotic").pvalue
        for groups in grouped
    ],
    lambda answer: 2 * min(answer["p"], 1 - answer["p"]),
)
weights = [rng.uniform(0.1, 3, len(a)) for a in lists]
compare(
    "isotonicFit",
    "scikit-learn",
    "isotonicFit",
    [[list(a), list(w)] for a, w in zip(lists, weights)],
    [isotonic_regression(a, sample_weight=w) for a, w in zip(lists, weights)],
)
families = [rng.random(int(rng.integers(1, 20))) ** 3 for _ in range(200)]
compare("holm", "statsmodels", "holm", [[list(p)] for p in families], [multipletests(p, method="holm")[1] for p in families])
counts = [(int(a), int(b)) for a, b in rng.integers(0, 300, (200, 2))]
compare(
    "mcnemar",
    "SciPy (binomtest)",
    "mcnemar",
    [list(c) for c in counts],
    [stats.binomtest(a, a + b).pvalue if a + b else 1.0 for a, b in counts],
)
scored = [(np.round(rng.normal(0, 1, 60), 1), np.round(rng.normal(0.7, 1, 40), 1)) for _ in range(200)]
for name, function in [("auroc", roc_auc_score), ("aupr", average_precision_score)]:
    compare(
        f"outOfDistribution, {name}",
        "scikit-learn",
        "outOfDistribution",
        [[list(a), list(b)] for a, b in scored],
        [function([0] * 60 + [1] * 40, [*a, *b]) for a, b in scored],
        lambda answer, name=name: answer[name],
    )


def effective_rank(latents):
    singular = np.linalg.svd(latents - latents.mean(0), compute_uv=False)
    share = singular / singular.sum()
    return np.exp(-(share * np.log(share)).sum())


clouds = [
    rng.normal(size=(int(rng.integers(40, 120)), d)) * 10 ** rng.uniform(-1, 1, d) + rng.normal(size=d)
    for d in rng.integers(2, 12, 200)
]
labelled = [(z, rng.integers(0, 3, len(z))) for z in clouds]
as_points = [stored(z, points=True) for z in clouds]
compare("effectiveRank", "NumPy", "effectiveRank", [[p] for p in as_points], [effective_rank(z) for z in clouds])
compare(
    "unitCorrelations",
    "NumPy",
    "unitCorrelations",
    [[p] for p in as_points],
    [np.corrcoef(z.T) for z in clouds],
)
compare(
    "intrinsicDimension",
    "scikit-dimension",
    "intrinsicDimension",
    [[p] for p in as_points],
    [skdim.id.TwoNN(discard_fraction=0.1).fit(z).dimension_ for z in clouds],
)
compare(
    "linearProbeAccuracy",
    "scikit-learn",
    "linearProbeAccuracy",
    [[*[{"latents": p, "labels": labels.tolist()}] * 2, 3] for p, (_, labels) in zip(as_points, labelled)],
    [RidgeClassifier(alpha=1.0).fit(z, labels).score(z, labels) for z, labels in labelled],
)

requests = pathlib.Path(folder.name, "requests.json")
results = pathlib.Path(folder.name, "results.json")
requests.write_text(json.dumps([request for *_, request, _, _ in comparisons]))
subprocess.run(["node", here / "agreement.mjs", requests, results], check=True)


def flat(values):
    if isinstance(values, np.ndarray):
        return values.ravel().tolist()
    return [number for value in values for number in flat(value)] if isinstance(values, list) else [float(values)]


rows, failed = [], False
for (metric, peer, allowed, _, expected, read), answers in zip(comparisons, json.loads(results.read_text())):
    theirs = np.array(flat(list(expected)))
    ours = np.array(flat([read(answer) for answer in answers]))
    assert ours.shape == theirs.shape and len(theirs) >= 200, (metric, ours.shape, theirs.shape)
    near = 0.01 * np.median(abs(theirs))
    difference = (abs(ours - theirs) / np.maximum(abs(theirs), near)).max()
    rows.append(f"| `{metric}` | {peer} | {difference:.1e} |")
    if not difference <= allowed:
        print(f"{metric}: differs from {peer} by {difference:.1e}, more than {allowed:.0e}", file=sys.stderr)
        failed = True

packages = "numpy scipy scikit-image scikit-learn torch torchmetrics piq bjontegaard statsmodels scikit-dimension"
(here.parent.parent / "docs/agreement.md").write_text(
    """# Agreement with other implementations

The largest difference between a figure of `@aelab/metrics` and that of another implementation, over 200 random cases
each (more where a case has several figures), in float64: relative to the other's figure, or to a hundredth of its median
where it lies nearer to 0. Written by `tools/golden/agreement.py`, which fails above 1e-9.

| figure | compared with | largest difference |
|---|---|---|
"""
    + "\n".join(rows)
    + "\n\nVersions: "
    + ", ".join(f"{name} {version(name)}" for name in packages.split())
    + ".\n"
)
sys.exit(failed)
