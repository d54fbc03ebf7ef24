import { random } from '@aelab/kernels/random';
import type { Tensor } from '@tensorflow/tfjs-core';
import {
  dispose,
  mean,
  mul,
  serialization,
  square,
  tensor,
  tidy,
  variable,
  variableGrads,
} from '@tensorflow/tfjs-core';
import type { layers } from '@tensorflow/tfjs-layers';
import '@tensorflow/tfjs-layers';
import { lacks, useSwiftShader } from '../../../../tools/testing/requires.js';
import { beforeAll, describe, expect, it } from 'vitest';
import { repairOracle } from '../testing/repair-oracle.js';
import { variableOf } from '../training/state.js';
import type { LayerCase } from './layer-table.js';
import { layerTable } from './layer-table.js';
import { selectBackend } from './select-backend.js';

type Layer = InstanceType<typeof layers.Layer>;

const batch = 3;
const oracle = new Map<LayerCase, Float32Array[]>();

beforeAll(async () => {
  await selectBackend('cpu');
  repairOracle();
  for (const row of layerTable) oracle.set(row, await outputAndGradients(row));
});

const needs = { native: 'native', webgpu: 'swiftshader' } as const;

describe.each(['native', 'wasm', 'webgpu'] as const)('on %s', (backend) => {
  const isMissing = backend !== 'wasm' && lacks(needs[backend], `the gradients of layers on ${backend}`);
  const ours = new Map<LayerCase, Float32Array[]>();

  beforeAll(async () => {
    if (isMissing) return;
    if (backend === 'webgpu') useSwiftShader();
    await selectBackend(backend);
    for (const row of layerTable) ours.set(row, await outputAndGradients(row));
  });

  it
    .skipIf(isMissing)
    .each(
      layerTable.map(
        (row, i) =>
          [
            `${i}: ${row.className} of [${row.inputShape.join()}] ${JSON.stringify(row.config)}`,
            row,
          ] as const,
      ),
    )('%s has the output and the gradients of the pure JavaScript backend', (_name, row) => {
    const [expected, found] = [oracle.get(row) ?? [], ours.get(row) ?? []];
    expect(found.map(({ length }) => length)).toEqual(expected.map(({ length }) => length));
    expected.forEach((values, i) => expect(worstDifference(values, found[i])).toBeLessThan(1e-4));
  });
});

/** Relative to the largest value of the tensor. */
function worstDifference(expected: Float32Array, found: Float32Array): number {
  let largest = 0;
  let worst = 0;
  expected.forEach((value, i) => {
    largest = Math.max(largest, Math.abs(value));
    worst = Math.max(worst, Math.abs(value - found[i]));
  });
  return worst / (largest || 1);
}

/** The layer's output, then the gradients of its input and of each weight, of one and the same uneven loss. */
async function outputAndGradients({ className, inputShape, config }: LayerCase): Promise<Float32Array[]> {
  const { normal } = random(1, className);
  const draw = (shape: readonly number[]) =>
    tensor(Float32Array.from({ length: shape.reduce((a, b) => a * b, 1) }, normal), [...shape]);
  const tensors = tidy(() => {
    const [entry] = serialization.SerializationMap.getMap().classNameMap[className];
    const Kind = entry as unknown as serialization.SerializableConstructor<Layer>;
    const layer = Kind.fromConfig(Kind, { ...config });
    const x = variable(draw([batch, ...inputShape]));
    layer.build([null, ...inputShape]);
    layer.setWeights(layer.weights.map(({ shape }) => draw(shape as number[])));
    const y = layer.apply(x, { training: true }) as Tensor;
    const slope = draw(y.shape);
    const variables = [x, ...layer.trainableWeights.map(variableOf)];
    const { grads } = variableGrads(
      () => mean(mul(square(layer.apply(x, { training: true }) as Tensor), slope)),
      variables,
    );
    x.dispose();
    return [y, ...variables.map(({ name }) => grads[name])];
  });
  const read = await Promise.all(tensors.map((values) => values.data<'float32'>()));
  dispose(tensors);
  for (const values of read) expect(values.some((value) => value !== 0)).toBe(true);
  return read;
}
