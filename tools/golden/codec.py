"""Golden values of packages/codec: float16 bits and shortest decimals of float32 numbers, by numpy 2.4.

Run from the repository root: python tools/golden/codec.py
"""

import json

import numpy as np

rng = np.random.default_rng(0)
edges = [0.0, -0.0, 1.0, 65504.0, 65519.996, 2**-14, 2**-24, 2**-25, 2**-25 * 1.0001, 2**-24 * 1.5, 1 / 3, 0.1]
# Of 2^-96, 2^87 and 2^90 the nearest decimal of the shortest length does not read back; its neighbour does.
powers = [2.0**e for e in [*range(-149, 128, 7), -96, 87, 90]]
values = np.concatenate([edges, rng.normal(0, 10, 40), rng.normal(0, 1e-5, 40)]).astype(np.float32)
decimals = np.concatenate([values, powers, rng.integers(0, 0x7F800000, 100, dtype=np.uint32).view(np.float32)])
decimals = decimals.astype(np.float32)


def write(name, records):
    rows = ",\n".join("  " + json.dumps(record) for record in records)
    with open(f"packages/codec/src/{name}.golden.json", "w", encoding="utf8") as file:
        file.write(f"[\n{rows}\n]\n")


write("format/float16", [[int(v.view(np.uint32)), int(v.astype(np.float16).view(np.uint16))] for v in values])
write(
    "text/shortest-decimal",
    [
        [int(v.view(np.uint32)), np.format_float_scientific(v, unique=True, trim="-")]
        for v in decimals
    ],
)
