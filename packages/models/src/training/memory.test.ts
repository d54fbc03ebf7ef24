import { memory } from '@tensorflow/tfjs-core';
import { random } from '@aelab/kernels/random';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, it } from 'vitest';
import { selectBackend } from '../backend/select-backend.js';
import { denseAutoencoder } from '../dense-autoencoder.js';
import { trainAutoencoder } from './train-autoencoder.js';

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

it('needs no more tensors and no more memory after 1,000 epochs than after 100', async () => {
  await selectBackend('wasm', undefined, { accelerate: 'off' });
  const { uniform } = random(3);
  const images = {
    data: Float32Array.from({ length: 64 * 144 }, uniform),
    shape: [64, 12, 12, 1],
    range: [0, 1],
  } as const;
  const model = denseAutoencoder({ imageShape: [12, 12, 1], hidden: [32], latentDim: 8, seed: 0 });
  const seen: { tensors: number; resident: number; heap: number }[] = [];
  await trainAutoencoder(model, images, {
    ...{ optimizer: 'adam', loss: 'mse', learningRate: 1e-3, batchSize: 32, epochs: 1000, seed: 0 },
    onCheckpoint: ({ epoch }) => {
      if (epoch % 100 === 0) seen.push(memoryInUse());
      return Promise.resolve();
    },
  });
  expect(seen).toHaveLength(10);
  const [first, last] = [seen[0], seen[9]];
  expect(seen.map(({ tensors }) => tensors)).toEqual(seen.map(() => first.tensors));
  // A collection leaves up to 4 MiB of what could go; 500 epochs of history, and what the compiler keeps.
  const least = (part: typeof seen) => Math.min(...part.map(({ heap }) => heap));
  expect(least(seen.slice(5)) - least(seen.slice(0, 5))).toBeLessThan(2);
  expect(last.resident - first.resident).toBeLessThan(20);
});

/** In MiB, after a collection of garbage. */
function memoryInUse() {
  collectGarbage();
  const { rss, heapUsed, arrayBuffers } = process.memoryUsage();
  const { numTensors } = memory();
  return { tensors: numTensors, resident: rss / 2 ** 20, heap: (heapUsed + arrayBuffers) / 2 ** 20 };
}
