import { trainAutoencoder, type ImageShape } from '@aelab/models';
import { buildModel } from '../../models.js';
import type { MeasuredRun } from './measured-run.js';

const asked = [1, 50, 100, 200];

/**
 * The loss of single training steps 1, 50, 100 and 200 of the same training begun anew: what a source means that counts
 * steps as iterations.
 */
export async function firstSteps({ config, data }: MeasuredRun) {
  const { images } = data.train;
  const { optimizer, learningRate, loss, batchSize } = config.training;
  const shape = images.shape.slice(1) as unknown as ImageShape;
  const model = buildModel(config.model, shape, config.seed);
  const losses: number[] = [];
  const enough = new AbortController();
  let sum = 0;
  await trainAutoencoder(model, images, {
    ...{ optimizer, learningRate, loss, batchSize, epochs: 1000, seed: config.seed, signal: enough.signal },
    onStep({ step, loss: meanLoss }) {
      const before = step === 1 ? 0 : sum;
      const seen = Math.min(images.shape[0], step * batchSize);
      sum = meanLoss * seen;
      losses.push((sum - before) / (seen - (step - 1) * batchSize));
      if (losses.length >= asked[asked.length - 1]) enough.abort();
    },
  });
  model.autoencoder.dispose();
  return { steps: asked, loss: asked.map((step) => losses[step - 1]) };
}
