import { createInterface } from 'node:readline';
import { random } from '@aelab/kernels/random';
import { selectBackend, trainAutoencoder, type BackendName } from '@aelab/models';
import { columns } from './columns.js';

/** Images of the set: enough that what happens once per epoch does not count. */
export const setSize = 12_000;

/** A contender: for each line with a number of seconds it trains for about so long and answers its images per second. */
export async function work(column: string, name: BackendName, accelerator?: 'onnxruntime'): Promise<void> {
  const { batch, imageShape, build } = columns[column];
  const { warnings } = await selectBackend({ name, accelerator, why: 'benchmark', warnings: [] });
  if (name === 'webgpu' && warnings.length > 0) throw new Error(warnings.join('; '));
  const { uniform } = random(0, 'images');
  const size = imageShape.reduce((product, length) => product * length, 1);
  const data = Uint8Array.from({ length: setSize * size }, () => 256 * uniform());
  const images = { data, shape: [setSize, ...imageShape], range: [0, 255] } as const;
  const model = build();
  const train = (seconds: number) =>
    trainAutoencoder(model, images, {
      ...{ optimizer: 'adam', loss: 'mse', learningRate: 1e-3, batchSize: batch, seed: 0 },
      epochs: Number.MAX_SAFE_INTEGER,
      signal: AbortSignal.timeout(1000 * seconds),
    });
  await train(2);
  console.log('ready');
  for await (const seconds of createInterface(process.stdin))
    console.log((await train(Number(seconds))).imagesPerSecond);
}
