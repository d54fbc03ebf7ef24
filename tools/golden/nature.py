"""Writes packages/datasets/assets/nature.npy: the centre square of a public-domain photograph, 128x128x3 bytes.

usage: python tools/golden/nature.py SCIPY_WHEEL     (SciPy 1.9.3, the last series that holds the file; Pillow 13.0)

The photograph is raccoon-procyon-lotor.jpg of public-domain-image.com, in the public domain, as SciPy ships it.
"""
import bz2
import pathlib
import sys
import zipfile

import numpy as np
from PIL import Image

raw = bz2.decompress(zipfile.ZipFile(sys.argv[1]).read("scipy/misc/face.dat"))
photo = np.frombuffer(raw, "u1").reshape(768, 1024, 3)
square = Image.fromarray(photo[:, 128:896]).resize((128, 128), Image.Resampling.BOX)
out = pathlib.Path(__file__).parents[2] / "packages/datasets/assets/nature.npy"
np.save(out, np.asarray(square))
