import { imageBatch } from '@aelab/images';
import { random } from '@aelab/kernels/random';
import type { Scalar, Tensor } from '@tensorflow/tfjs-core';
import {
  engine,
  getKernel,
  mean,
  ones,
  registerKernel,
  serialization,
  square,
  tidy,
  unregisterKernel,
  variable,
  variableGrads,
} from '@tensorflow/tfjs-core';
import type { layers } from '@tensorflow/tfjs-layers';
import { expect, it, vi } from 'vitest';
import { lacks, useSwiftShader } from '../../../../../tools/testing/requires.js';
import { encode, reconstruct } from '../../autoencoder.js';
import { everyAutoencoder } from '../../testing/every-autoencoder.js';
import { repairOracle } from '../../testing/repair-oracle.js';
import { losses, type LossName } from '../../training/losses.js';
import { optimizers, type OptimizerName } from '../../training/optimizer.js';
import { variableOf } from '../../training/state.js';
import { trainAutoencoder } from '../../training/train-autoencoder.js';
import type { LayerCase } from '../layer-table.js';
import { layerTable } from '../layer-table.js';
import { selectBackend } from '../select-backend.js';
import { neededKernels } from './needed-kernels.js';

const { uniform } = random(1);
const images = imageBatch(Float32Array.from({ length: 3 * 32 }, uniform), [3, 4, 4, 2]);

/** One step and its gradient of everything in the table, and of every builder with every loss and optimiser. */
async function useEverything(): Promise<void> {
  layerTable.filter(isSmall).forEach(useLayer);
  const [first, ...others] = Object.values(everyAutoencoder);
  for (const { build } of others) await use(build(0), 'mse', 'adam');
  for (const loss of Object.keys(losses)) await use(first.build(0), loss as LossName, 'adam');
  for (const optimizer of Object.keys(optimizers))
    await use(first.build(0), 'mse', optimizer as OptimizerName);
}

const isSmall = ({ inputShape }: LayerCase) => inputShape.reduce((size, length) => size * length, 1) < 1000;

function useLayer({ className, inputShape, config }: LayerCase): void {
  tidy(() => {
    const [entry] = serialization.SerializationMap.getMap().classNameMap[className];
    const Kind = entry as unknown as serialization.SerializableConstructor<InstanceType<typeof layers.Layer>>;
    const layer = Kind.fromConfig(Kind, { ...config });
    const x = variable(ones([2, ...inputShape]));
    layer.apply(x);
    const loss = () => mean<Scalar>(square(layer.apply(x, { training: true }) as Tensor));
    variableGrads(loss, [x, ...layer.trainableWeights.map(variableOf)]);
  });
}

async function use(
  autoencoder: Parameters<typeof trainAutoencoder>[0],
  loss: LossName,
  optimizer: OptimizerName,
): Promise<void> {
  const rule = { learningRate: 0.01, clipNorm: 1, weightDecay: 0.01 };
  const validation = images;
  await trainAutoencoder(autoencoder, images, {
    ...{ loss, optimizer, ...rule, validation, batchSize: 3, epochs: 1, seed: 1 },
  });
  await reconstruct(autoencoder, images);
  await encode(autoencoder, images);
}

it('names each kernel that layers, builders, losses and optimisers call, and no other', async () => {
  await selectBackend('cpu');
  repairOracle();
  const runKernel = vi.spyOn(engine(), 'runKernel');
  await useEverything();
  const called = new Set(runKernel.mock.calls.map(([name]) => name));
  runKernel.mockRestore();
  expect([...called].sort()).toEqual(neededKernels);
});

it.skipIf(lacks('swiftshader', 'a kernel that is missing on webgpu'))(
  'is why webgpu does not start without one of them, and says which',
  async () => {
    useSwiftShader();
    await selectBackend('webgpu');
    const kernel = getKernel('MaxPoolGrad', 'webgpu');
    unregisterKernel('MaxPoolGrad', 'webgpu');
    await expect(selectBackend('webgpu')).rejects.toThrow(
      'startWebgpu: @tensorflow/tfjs-backend-webgpu has no kernel for MaxPoolGrad; install its version 4.22.0',
    );
    registerKernel(kernel);
    expect(await selectBackend('webgpu')).toMatchObject({ name: 'webgpu' });
  },
);
