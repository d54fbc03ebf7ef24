"""Golden values of packages/metrics/src/rates, from the package bjontegaard.

    python tools/golden/metrics-rates.py > packages/metrics/src/rates/golden.json
"""

import json
import warnings
from importlib.metadata import version

import bjontegaard as bd

warnings.simplefilter("ignore")  # of little overlap, which is one of the cases

readme = ([9487.76, 4593.60, 2486.44, 1358.24], [40.037, 38.615, 36.845, 34.851])
readme_test = ([9787.80, 4469.00, 2451.52, 1356.24], [40.121, 38.651, 36.970, 34.987])
five = ([10, 25, 48, 90, 170], [24.1, 27.9, 29.8, 33.5, 35.0])
six = ([8, 20, 30, 60, 120, 400], [23.0, 27.0, 28.9, 32.1, 34.9, 39.0])
straight = ([10, 20, 40, 80, 160], [20, 23, 26, 29, 35])
two = ([10, 100], [20, 30])
two_test = ([8, 90], [21, 29])
far = ([1, 2, 3, 4], [50, 51, 52, 53])

cases = []
for anchor, test in [(readme, readme_test), (five, six), (six, straight), (two, two_test), (readme, far)]:
    for method in ["cubic", "pchip", "akima"]:
        if method == "cubic" and len(anchor[0]) < 4:
            continue
        options = {"method": method, "require_matching_points": False, "min_overlap": 0}
        rate = bd.bd_rate(*anchor, *test, **options)
        psnr = bd.bd_psnr(*anchor, *test, **options)
        cases.append(
            {
                "anchor": dict(zip(["rates", "qualities"], anchor)),
                "test": dict(zip(["rates", "qualities"], test)),
                "interpolation": method,
                "rate": None if rate != rate else rate,
                "psnr": None if psnr != psnr else psnr,
            }
        )
versions = {name: version(name) for name in ["bjontegaard", "scipy", "numpy"]}
print(json.dumps({"versions": versions, "cases": cases}, indent=1))
