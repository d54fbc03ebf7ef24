import { addNoise } from '@aelab/datasets';
import { toUnitRange, type ImageBatch } from '@aelab/images';
import { addedInk, denoisingGain, mean, missingInk } from '@aelab/metrics';
import { reconstruct } from '@aelab/models';
import { atMost } from './at-most.js';
import type { MeasuredRun } from './measured-run.js';

export interface NoiseMeasurement {
  readonly images: number;
}

const factors = [0.1, 0.2, 0.3, 0.4, 0.5, 0.6];

/**
 * What the model makes of noisy test images: decibels gained over the noisy image and over the best median and Gaussian
 * filter, ink that is missing and ink that was added, by noise factor.
 */
export async function noise({ model, data, config }: MeasuredRun, { images }: NoiseMeasurement) {
  const clean = toUnitRange(atMost(data.test, images).dataset.images);
  const rows = [];
  for (const factor of factors) {
    const noisy = addNoise(clean, factor, config.seed);
    rows.push(denoised(clean, noisy, await reconstruct(model, noisy), config.seed));
  }
  return {
    factors,
    ...{ gain: rows.map((row) => row.gain), overMedian: rows.map((row) => row.overMedian) },
    overGaussian: rows.map((row) => row.overGaussian),
    missingInk: rows.map((row) => row.missingInk),
    addedInk: rows.map((row) => row.addedInk),
  };
}

function denoised(clean: ImageBatch, noisy: ImageBatch, output: ImageBatch, seed: number) {
  const gains = denoisingGain(clean, noisy, output, { seed, resamples: 1 });
  return {
    gain: gains.overNoisy.value,
    overMedian: gains.overMedian.value,
    overGaussian: gains.overGaussian.value,
    missingInk: mean(missingInk(clean, output)),
    addedInk: mean(addedInk(clean, output)),
  };
}
