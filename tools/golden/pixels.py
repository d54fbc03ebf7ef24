"""Writes packages/datasets/src/pixels.golden.json: SciPy's Gaussian filter and Pillow's bilinear resize of one image.

usage: python tools/golden/pixels.py     (SciPy 1.17, Pillow 13.0)
"""
import json
import pathlib

import numpy as np
import PIL
import scipy
from PIL import Image
from scipy.ndimage import gaussian_filter

image = np.array([[(7 * i + 13 * j + i * j) % 32 / 31 for j in range(9)] for i in range(7)])


def resized(height, width):
    return np.asarray(Image.fromarray(image.astype("f4")).resize((width, height), Image.Resampling.BILINEAR))


golden = {
    "scipy": scipy.__version__,
    "pillow": PIL.__version__,
    "image": image.ravel().tolist(),
    "shape": image.shape,
    "blur": {str(sigma): gaussian_filter(image, sigma).ravel().tolist() for sigma in (0.7, 3)},
    "resize": {f"{h}x{w}": resized(h, w).ravel().tolist() for h, w in ((14, 20), (3, 4), (10, 5), (7, 9))},
}
out = pathlib.Path(__file__).parents[2] / "packages/datasets/src/pixels.golden.json"
out.write_text(json.dumps(golden, indent=1) + "\n")
