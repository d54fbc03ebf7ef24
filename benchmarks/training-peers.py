"""The models of benchmarks/training/columns.ts in PyTorch and Keras, as contenders of benchmarks/training.ts.

usage: python benchmarks/training-peers.py COLUMN torch THREADS | COLUMN keras
Prints "ready"; then, for each line with a number of seconds, trains for about so long and prints images per second.
"""
import sys
import time

import numpy as np

column, peer = sys.argv[1:3]
kind, batch = column.split()[0], int(column.split()[1])
shape = (32, 32, 3) if kind == "conv32" else (28, 28, 1)
set_size = 12_000
images = np.random.default_rng(0).random((set_size, *shape), dtype=np.float32)


def torch_trainer(threads):
    import torch
    from torch import nn

    torch.set_num_threads(threads)
    torch.manual_seed(0)

    def conv(inputs, outputs):
        return nn.Conv2d(inputs, outputs, 3, padding=1)

    models = {
        "dense": lambda: nn.Sequential(
            *(nn.Flatten(), nn.Linear(784, 128), nn.ReLU(), nn.Linear(128, 64)),
            *(nn.Linear(64, 128), nn.ReLU(), nn.Linear(128, 784), nn.Sigmoid(), nn.Unflatten(1, (1, 28, 28))),
        ),
        "conv28": lambda: nn.Sequential(
            *(conv(1, 16), nn.ReLU(), nn.MaxPool2d(2), conv(16, 8), nn.ReLU(), nn.MaxPool2d(2)),
            *(conv(8, 8), nn.ReLU(), nn.Upsample(scale_factor=2), conv(8, 16), nn.ReLU()),
            *(nn.Upsample(scale_factor=2), conv(16, 1), nn.Sigmoid()),
        ),
        "conv32": lambda: nn.Sequential(
            *(conv(3, 32), nn.ReLU(), nn.MaxPool2d(2), conv(32, 64), nn.ReLU(), nn.MaxPool2d(2)),
            *(nn.Upsample(scale_factor=2), conv(64, 32), nn.ReLU()),
            *(nn.Upsample(scale_factor=2), conv(32, 3), nn.Sigmoid()),
        ),
    }
    model = models[kind]()
    optimizer = torch.optim.Adam(model.parameters(), lr=1e-3)
    loss_of = nn.MSELoss()
    x = torch.from_numpy(images).permute(0, 3, 1, 2).contiguous()

    def train(seconds):
        start, seen = time.perf_counter(), 0
        while True:
            order = torch.randperm(set_size)
            for first in range(0, set_size, batch):
                batch_images = x[order[first : first + batch]]
                optimizer.zero_grad()
                loss = loss_of(model(batch_images), batch_images)
                loss.backward()
                optimizer.step()
                loss.item()
                seen += len(batch_images)
                if time.perf_counter() - start > seconds:
                    return seen / (time.perf_counter() - start)

    return train


def keras_trainer():
    import keras
    from keras import layers

    keras.utils.set_random_seed(0)

    def conv(filters, activation="relu"):
        return layers.Conv2D(filters, 3, padding="same", activation=activation)

    stacks = {
        "dense": lambda: [
            *(layers.Flatten(), layers.Dense(128, activation="relu"), layers.Dense(64)),
            *(layers.Dense(128, activation="relu"), layers.Dense(784, activation="sigmoid"), layers.Reshape(shape)),
        ],
        "conv28": lambda: [
            *(conv(16), layers.MaxPooling2D(2), conv(8), layers.MaxPooling2D(2)),
            *(conv(8), layers.UpSampling2D(2), conv(16), layers.UpSampling2D(2), conv(1, "sigmoid")),
        ],
        "conv32": lambda: [
            *(conv(32), layers.MaxPooling2D(2), conv(64), layers.MaxPooling2D(2)),
            *(layers.UpSampling2D(2), conv(32), layers.UpSampling2D(2), conv(3, "sigmoid")),
        ],
    }
    model = keras.Sequential([keras.Input(shape), *stacks[kind]()])
    model.compile(optimizer=keras.optimizers.Adam(1e-3), loss="mse")

    def speed_over(n):
        start = time.perf_counter()
        model.fit(images[:n], images[:n], batch_size=batch, epochs=1, verbose=0)
        return n / (time.perf_counter() - start)

    speed_over(4 * batch)
    speed = speed_over(8 * batch)

    def train(seconds):
        start, seen = time.perf_counter(), 0
        while time.perf_counter() - start < seconds:
            n = min(set_size // batch * batch, max(batch, int(speed * seconds) // batch * batch))
            model.fit(images[:n], images[:n], batch_size=batch, epochs=1, verbose=0)
            seen += n
        return seen / (time.perf_counter() - start)

    return train


trainer = torch_trainer(int(sys.argv[3])) if peer == "torch" else keras_trainer()
trainer(2)
print("ready", flush=True)
for line in sys.stdin:
    print(trainer(float(line)), flush=True)
