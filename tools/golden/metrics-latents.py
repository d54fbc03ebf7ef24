"""Golden values of packages/metrics/src/latents, from other implementations.

    python tools/golden/metrics-latents.py > packages/metrics/src/latents/golden.json

Needs numpy, scikit-learn, pingouin and scikit-dimension.
"""

import json
from importlib.metadata import version

import numpy as np
import pandas as pd
import pingouin
import skdim
from sklearn.linear_model import RidgeClassifier

n, d = 300, 5
i, j = np.mgrid[:n, :d]
latents = ((i * (37 + 10 * j) + 101 * j + i * j * j) % (97 + 2 * j)) / 97 + 0.3 * ((i % 3) == (j % 3))
latents[:, 4] = latents[:, 0] * 0.5 + latents[:, 1] * 0.1
labels = np.arange(n) % 3
train, test = np.arange(n) < 200, np.arange(n) >= 200

centred = latents - latents.mean(0)
singular = np.linalg.svd(centred, compute_uv=False)
shares = singular / singular.sum()
variances = singular**2
probe = RidgeClassifier(alpha=1.0).fit(latents[train], labels[train])

frame = pd.DataFrame({"value": latents[:, 0], "label": labels})
anova = pingouin.anova(frame, dv="value", between="label", effsize="np2")
pair = [latents[labels == c, 0] for c in range(3)]
two_nn = skdim.id.TwoNN(discard_fraction=0.1).fit(latents[:, :4])

print(
    json.dumps(
        {
            "versions": {n: version(n) for n in ["numpy", "scikit-learn", "pingouin", "scikit-dimension"]},
            "effectiveRank": np.exp(-(shares[shares > 1e-12] * np.log(shares[shares > 1e-12])).sum()),
            "participationRatio": variances.sum() ** 2 / (variances**2).sum(),
            "correlations": np.corrcoef(latents.T).ravel().tolist(),
            "linearProbe": probe.score(latents[test], labels[test]),
            "etaSquared": float(anova["np2"].iloc[0]),
            "cohensD": [pingouin.compute_effsize(pair[0], pair[c], eftype="cohen") for c in (1, 2)],
            "histogram": np.histogram(latents[labels == 1, 0], bins=np.histogram_bin_edges(latents[:, 0], 7))[0].tolist(),
            "intrinsicDimension": two_nn.dimension_,
        },
        indent=1,
    )
)
