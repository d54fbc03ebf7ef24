"""Golden values of packages/metrics/src/robustness, from other implementations.

    python tools/golden/metrics-robustness.py > packages/metrics/src/robustness/golden.json

Needs numpy, scipy and scikit-learn.
"""

import json
from importlib.metadata import version

import numpy as np
from scipy.ndimage import gaussian_filter, median_filter
from sklearn.metrics import average_precision_score, roc_auc_score, roc_curve

i, j, c = np.mgrid[:6, :5, :2]
image = ((i * 7 + j * 13 + i * j + 5 * c) % 32) / 31
familiar = [(37 * k) % 101 % 60 for k in range(90)]
foreign = [20 + (53 * k) % 97 % 60 for k in range(40)]
truth = [0] * 90 + [1] * 40
scores = familiar + foreign
false_positive, true_positive, _ = roc_curve(truth, scores, drop_intermediate=False)

print(
    json.dumps(
        {
            "versions": {n: version(n) for n in ["numpy", "scipy", "scikit-learn"]},
            "median": {k: median_filter(image, size=(k, k, 1)).ravel().tolist() for k in (3, 5, 13)},
            "gaussian": {s: gaussian_filter(image, sigma=(s, s, 0)).ravel().tolist() for s in (0.5, 1.3, 4)},
            "auroc": roc_auc_score(truth, scores),
            "aupr": average_precision_score(truth, scores),
            "falsePositiveRate95": false_positive[np.argmax(true_positive >= 0.95)],
        },
        indent=1,
    )
)
