"""Steps of torch.optim for packages/models/src/training/optimizer.golden.json. Run: python tools/golden/optimizer.py"""

import json
import pathlib

import torch

torch.manual_seed(0)
start = torch.randn(7, dtype=torch.float64).round(decimals=3)
gradients = [torch.randn(7, dtype=torch.float64).round(decimals=3) for _ in range(5)]
rules = {
    "adam": lambda p: torch.optim.Adam(p, lr=0.1, betas=(0.8, 0.95), eps=0.01),
    "rmsprop": lambda p: torch.optim.RMSprop(p, lr=0.1, alpha=0.9, eps=0.01),
    "momentum": lambda p: torch.optim.SGD(p, lr=0.1, momentum=0.9),
    "sgd": lambda p: torch.optim.SGD(p, lr=0.1),
}


def steps(rule):
    parameter = torch.nn.Parameter(start.clone())
    optimizer = rule([parameter])
    for gradient in gradients:
        parameter.grad = gradient.clone()
        optimizer.step()
        yield parameter.detach().tolist()


golden = {
    "start": start.tolist(),
    "gradients": [gradient.tolist() for gradient in gradients],
    "rules": {name: list(steps(rule)) for name, rule in rules.items()},
}
target = pathlib.Path(__file__).parents[2] / "packages/models/src/training/optimizer.golden.json"
target.write_text(json.dumps(golden, indent=1) + "\n")
