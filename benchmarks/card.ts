// Images per second on a graphics card: dense and convolutional models of training/columns.ts on MNIST, at batches of
// 750 and 4,096. tools/card-bundle.mjs packs it with all it needs.
//
//   ./node card.mjs [webgpu]
import { mnist } from '@aelab/datasets';
import { selectBackend, trainAutoencoder, type BackendName } from '@aelab/models';
import { columns } from './training/columns.js';

const [name = 'webgpu', seconds = '10'] = process.argv.slice(2);
const { warnings } = await selectBackend(name as BackendName);
console.log([name, ...warnings].join(': '));
const { images } = await mnist('train');
for (const model of ['dense 128', 'conv28 128'])
  for (const batchSize of [750, 4096]) {
    const train = (duration: number) =>
      trainAutoencoder(columns[model].build(), images, {
        ...{ optimizer: 'adam', loss: 'mse', learningRate: 1e-3, batchSize, seed: 0 },
        epochs: Number.MAX_SAFE_INTEGER,
        signal: AbortSignal.timeout(1000 * duration),
      });
    await train(2);
    const { imagesPerSecond } = await train(Number(seconds));
    console.log(`${model.split(' ')[0]} ${batchSize}: ${Math.round(imagesPerSecond)} images/s`);
  }
process.exit();
