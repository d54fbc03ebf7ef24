"""Writes packages/images/src/npy.golden.json: small .npy and .npz files as NumPy saves them.

usage: python tools/golden/npy.py     (NumPy 2.4)
"""
import base64
import io
import json
import pathlib

import numpy as np

values = np.array([[[0, 1, 2], [3, 4, 100]], [[6, 7, 8], [9, 10, 11]]])


def saved(array):
    file = io.BytesIO()
    np.save(file, array)
    return base64.b64encode(file.getvalue()).decode()


def zipped(save):
    file = io.BytesIO()
    save(file, images=values.astype("u1"), labels=np.array([3, 1]))
    return base64.b64encode(file.getvalue()).decode()


orders = {"u1": "|", "i1": "|", "?": "|"}
files = {}
for code in ["?", "u1", "i1", "u2", "i2", "u4", "i4", "u8", "i8", "f2", "f4", "f8"]:
    for order in orders.get(code, "<>"):
        files[f"{order}{code}"] = saved(values.astype(f"{order}{code}"))
files["<f4 fortran"] = saved(np.asfortranarray(values.astype("<f4")))
files[">f8 fortran"] = saved(np.asfortranarray(values.astype(">f8")))
halves = np.array([0, -0.0, 1, -2, 65504, 2**-24, 2**-14, 1023 * 2**-24, np.inf, -np.inf, np.nan], "<f2")
files["<f2 extremes"] = saved(halves)
files["scalar"] = saved(np.array(2.5))
files["empty"] = saved(np.zeros((0, 28, 28), "u1"))

golden = {
    "numpy": np.__version__,
    "values": values.ravel().tolist(),
    "shape": values.shape,
    "files": files,
    "savez": zipped(np.savez),
    "savez_compressed": zipped(np.savez_compressed),
}
out = pathlib.Path(__file__).parents[2] / "packages/images/src/npy.golden.json"
out.write_text(json.dumps(golden, indent=1) + "\n")
