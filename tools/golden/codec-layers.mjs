/**
 * Writes packages/codec/src/decoder/layers.golden.json: what TensorFlow.js 4.22 makes of decoder layers, every kind,
 * padding and stride.
 *
 * usage: node tools/golden/codec-layers.mjs
 */
import { writeFileSync } from 'node:fs';
import * as tf from '@tensorflow/tfjs';

await tf.setBackend('cpu');
const round = (values) => Array.from(values, (v) => Number(v.toPrecision(6)));
const wave = (shape, rate) => {
  const size = shape.reduce((a, b) => a * b, 1);
  return tf.tensor(round(Float32Array.from({ length: size }, (_, i) => Math.sin(rate * (i + 1)))), shape);
};

function golden(kind, input, layer, form) {
  const x = wave(input, 1.3);
  const y = layer.apply(tf.expandDims(x, 0));
  const [weights, bias] = [
    [layer.weights[0].shape, 0.7],
    [layer.weights[1].shape, 2.1],
  ].map(([shape, rate]) => wave(shape, rate));
  layer.setWeights([weights, bias]);
  const output = layer.apply(tf.expandDims(x, 0));
  return {
    layer: { kind, ...form, weights: round(weights.dataSync()), bias: round(bias.dataSync()) },
    input: { shape: input, values: round(x.dataSync()) },
    output: { shape: y.shape.slice(1), values: round(output.dataSync()) },
  };
}

const cases = [
  golden('dense', [5], tf.layers.dense({ units: 3, activation: 'tanh' }), { activation: 'tanh' }),
];
const forms = [
  ['same', [1, 1], [3, 3], 'relu'],
  ['same', [2, 2], [3, 3], 'sigmoid'],
  ['same', [2, 1], [4, 5], 'elu'],
  ['valid', [2, 1], [2, 3], 'selu'],
  ['same', [2, 2], [1, 1], 'swish'],
  ['valid', [2, 3], [2, 2], 'softplus'],
];
for (const [padding, strides, kernelSize, activation] of forms)
  for (const kind of ['conv2d', 'conv2dTranspose']) {
    const options = { filters: 2, kernelSize, strides, padding, activation };
    cases.push(
      golden(kind, [5, 4, 2], tf.layers[kind](options), { kernelSize, strides, padding, activation }),
    );
  }
writeFileSync(
  new URL('../../packages/codec/src/decoder/layers.golden.json', import.meta.url),
  `[\n${cases.map((c) => `  ${JSON.stringify(c)}`).join(',\n')}\n]\n`,
);
