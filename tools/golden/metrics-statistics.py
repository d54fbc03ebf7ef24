"""Golden values of packages/metrics/src/statistics, from other implementations.

    python tools/golden/metrics-statistics.py > packages/metrics/src/statistics/golden.json

Needs numpy, scipy, scikit-learn, statsmodels and mpmath.
"""

import json
from importlib.metadata import version

import numpy as np
from scipy import stats
from mpmath import ncdf
from scipy.special import ndtri
from sklearn.isotonic import isotonic_regression
from statsmodels.stats.multitest import multipletests

# The same on both sides: skewed, without ties, not sorted.
values = np.array([((37 * i) % 101 / 101) ** 3 for i in range(1, 61)])
paired = np.array([((53 * i) % 97 / 97) ** 3 for i in range(1, 61)])
groups = [[1, 3, 2, 2], [2, 4, 3], [3, 5, 5, 4, 1]]
rough = [3, 1, 2, 6, 4, 5, 5, 9, 8, 7]
weights = [1, 2, 1, 1, 3, 1, 2, 1, 1, 2]
p_values = [0.01, 0.04, 0.03, 0.005, 0.5, 0.9]

bca = stats.bootstrap(
    (values,), np.mean, method="BCa", n_resamples=400_000, rng=np.random.default_rng(0), batch=10_000
).confidence_interval
t = stats.ttest_rel(values[:8], paired[:8])
t_interval = t.confidence_interval(0.95)
flips = stats.permutation_test(
    (values[:8] - paired[:8],), lambda d: np.mean(d), permutation_type="samples", n_resamples=np.inf
)
labels = np.repeat(range(len(groups)), [len(g) for g in groups])
trend = stats.kendalltau(labels, np.concatenate(groups), method="asymptotic")

print(
    json.dumps(
        {
            "versions": {n: version(n) for n in ["numpy", "scipy", "scikit-learn", "statsmodels", "mpmath"]},
            "normalCdf": [[x, float(ncdf(x))] for x in (-37, -8.5, -3, -2, -1.3, -1e-3, 0, 0.5, 1.96, 2.0001, 5)],
            "normalQuantile": [[p, ndtri(p)] for p in (1e-300, 1e-16, 1e-5, 0.025, 0.3, 0.5, 0.8, 0.999)],
            "studentTCdf": [[x, df, stats.t.cdf(x, df)] for x in (-30, -2.1, -0.1, 0, 1, 4) for df in (1, 2.5, 4, 9, 200)],
            "quantiles": np.quantile(values, [0, 0.025, 0.31, 0.5, 0.975, 1]).tolist(),
            "variance": np.var(values, ddof=1),
            "bcaOfMean": list(bca),
            "pairedTest": {"t": t.statistic, "p": t.pvalue, "interval": list(t_interval), "permutationP": flips.pvalue},
            "jonckheere": {"groups": groups, "twoSidedP": trend.pvalue},
            "isotonicFit": {
                "values": rough,
                "weights": weights,
                "plain": isotonic_regression(rough).tolist(),
                "weighted": isotonic_regression(rough, sample_weight=weights).tolist(),
            },
            "holm": {"pValues": p_values, "corrected": multipletests(p_values, method="holm")[1].tolist()},
        },
        indent=1,
    )
)
