"""Trains a small autoencoder on scikit-learn's digits, and keeps what it makes of those it has not seen.

    python reconstruct.py FOLDER

writes originals.npy and reconstructions.npy, bytes of shape [500, 1, 8, 8] as PyTorch orders them, and labels.json.
"""

import json
import sys
from pathlib import Path

import numpy as np
import torch
from sklearn.datasets import load_digits
from torch import nn

torch.manual_seed(0)
torch.set_num_threads(1)
folder = Path(sys.argv[1])
images, labels = load_digits(return_X_y=True)
x = torch.tensor(images / 16, dtype=torch.float32).reshape(-1, 1, 8, 8)
train, test = x[500:], x[:500]

model = nn.Sequential(
    nn.Flatten(), nn.Linear(64, 48), nn.ReLU(), nn.Linear(48, 8),
    nn.Linear(8, 48), nn.ReLU(), nn.Linear(48, 64), nn.Unflatten(1, (1, 8, 8)),
)  # fmt: skip
optimizer = torch.optim.Adam(model.parameters(), lr=3e-3)
for _ in range(60):
    for batch in torch.randperm(len(train)).split(64):
        loss = nn.functional.mse_loss(model(train[batch]), train[batch])
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()

with torch.no_grad():
    reconstructions = model(test).clamp(0, 1)
for name, batch in {"originals": test, "reconstructions": reconstructions}.items():
    np.save(folder / f"{name}.npy", (255 * batch).round().to(torch.uint8).numpy())
(folder / "labels.json").write_text(json.dumps(labels[:500].tolist()) + "\n")
