"""PyTorch autoencoder and classifier as ONNX files, with their answers; and our ONNX files in onnxruntime.

python tools/golden/onnx-files.py                     writes packages/models/src/export/golden/*
python tools/golden/onnx-files.py check DECODER.onnx LATENTS.npy IMAGES.npy
                                                prints the largest difference of onnxruntime's images to ours
"""

import json
import sys
from pathlib import Path

import numpy as np

folder = Path(__file__).parents[2] / "packages/models/src/export/golden"


def write_golden():
    import torch
    from torch import nn

    torch.manual_seed(0)
    encoder = nn.Sequential(
        nn.Conv2d(1, 3, 3, stride=2, padding=1), nn.ReLU(), nn.Flatten(), nn.Linear(3 * 4 * 5, 4)
    )
    decoder = nn.Sequential(
        nn.Linear(4, 3 * 4 * 5), nn.ReLU(), nn.Unflatten(1, (3, 4, 5)), nn.ConvTranspose2d(3, 1, 2, stride=2), nn.Sigmoid()
    )
    judge = nn.Sequential(nn.Flatten(), nn.Linear(80, 3))
    images = torch.rand(3, 1, 8, 10)
    latents = encoder(images)
    halves = {
        "encoder": (encoder, images),
        "decoder": (decoder, latents),
        "autoencoder": (nn.Sequential(encoder, decoder), images),
        "judge": (judge, images),
    }
    folder.mkdir(exist_ok=True)
    for name, (module, example) in halves.items():
        torch.onnx.export(
            module.eval(),
            (example.detach(),),
            folder / f"{name}.onnx",
            input_names=["input"],
            output_names=["output"],
            dynamic_shapes=({0: torch.export.Dim("batch")},),
            dynamo=True,
            external_data=False,
        )
        strip(folder / f"{name}.onnx")
    flat = lambda tensor: tensor.detach().numpy().astype(np.float64).ravel().tolist()
    golden = {
        "source": f"PyTorch {torch.__version__}",
        "images": flat(images),
        "latents": flat(latents),
        "reconstructions": flat(decoder(latents)),
        "logits": flat(judge(images)),
    }
    (folder / "answers.json").write_text(json.dumps(golden) + "\n")


def strip(file):
    """Takes stack traces, with this machine's paths, out of the file."""
    import onnx

    model = onnx.load(file)
    for item in [model, model.graph, *model.graph.node, *model.graph.value_info, *model.graph.input, *model.graph.output]:
        item.ClearField("metadata_props")
        item.ClearField("doc_string")
    onnx.save(model, file)


def check(model, latents, images):
    import onnxruntime

    session = onnxruntime.InferenceSession(model)
    (output,) = session.run(None, {"input": np.load(latents)})
    print("largest difference", np.abs(output - np.load(images)).max())


if __name__ == "__main__":
    check(*sys.argv[2:]) if sys.argv[1:2] == ["check"] else write_golden()
