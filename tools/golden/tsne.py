"""Writes packages/metrics/src/tsne/tsne.golden.json: maps and their quality by scikit-learn, of points that formulas give.

usage: python tools/golden/tsne.py     (scikit-learn 1.9)
"""
import json
import pathlib

import numpy as np
import sklearn
from sklearn.manifold import TSNE, trustworthiness
from sklearn.manifold._t_sne import _joint_probabilities_nn
from sklearn.neighbors import NearestNeighbors

# Three clusters in ten dimensions.
i, j = np.meshgrid(np.arange(150), np.arange(10), indexing="ij")
clusters = (i % 3) * ((j * 7) % 5) / 2 + ((37 * i + 101 * j + i * j * j) % 97) / 96

# No two distances alike: among equals, which neighbour counts is up to the order of the search.
i, j = np.meshgrid(np.arange(60), np.arange(6), indexing="ij")
waves = np.sin(1.3 * i + 2.1 * j + 0.37 * i * j)

graph = NearestNeighbors(n_neighbors=46).fit(clusters).kneighbors_graph(mode="distance")
graph.data **= 2
joint = _joint_probabilities_nn(graph, 15, 0).tocsr()
maps = [TSNE(perplexity=15, random_state=seed, init="random").fit(clusters) for seed in range(5)]
plane = waves[:, :2]

golden = {
    "scikit-learn": sklearn.__version__,
    "jointRow0": {str(column): float(joint[0, column]) for column in [1, 3, 42, 75, 148]},
    "klDivergence": float(np.median([m.kl_divergence_ for m in maps])),
    "trustworthiness": float(np.median([trustworthiness(clusters, m.embedding_) for m in maps])),
    "waves": [
        {"k": k, "trustworthiness": trustworthiness(waves, plane, n_neighbors=k), "continuity": trustworthiness(plane, waves, n_neighbors=k)}
        for k in [3, 5, 10]
    ],
}
target = pathlib.Path(__file__).parents[2] / "packages/metrics/src/tsne/tsne.golden.json"
target.write_text(json.dumps(golden, indent=2) + "\n")
