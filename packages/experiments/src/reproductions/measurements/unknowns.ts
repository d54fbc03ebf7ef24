import { strangers } from '@aelab/datasets';
import { imageSize, toUnitRange, type ImageBatch } from '@aelab/images';
import { mean, mse, outOfDistribution, variance } from '@aelab/metrics';
import { reconstruct } from '@aelab/models';
import type { MeasuredRun } from './measured-run.js';

/**
 * What the model makes of images that are like none of its training: the error of each over the variance of its pixels
 * (1 is as bad as a patch of one grey), how well errors tell them from test images, and the error in the black spot
 * that the A of "Ai" encloses.
 */
export async function unknowns({ model, data, reconstructions, record }: MeasuredRun) {
  const [, height, width, channels] = data.test.images.shape;
  const { images, classNames } = await strangers([height, width, channels]);
  const originals = toUnitRange(images);
  const copies = await reconstruct(model, images);
  const errors = mse(originals, copies);
  const size = imageSize(originals);
  const variances = Array.from(errors, (_, i) => variance(originals.data.subarray(i * size, (i + 1) * size)));
  return {
    names: classNames,
    mse: [...errors],
    lost: variances.map((total, i) => errors[i] / total),
    overTest: Array.from(errors, (error) => error / Number(record.test.mse)),
    auroc: outOfDistribution(mse(toUnitRange(data.test.images), reconstructions), errors).auroc,
    spotError: spotError(originals, copies, classNames.indexOf('Ai')),
  };
}

/** The place between the legs of the A and above its bar, in shares of the side. */
const spot = { left: 0.325, right: 0.345, top: 0.43, bottom: 0.52 };

function spotError({ data, shape }: ImageBatch, copies: ImageBatch, picture: number): number {
  const [, height, width, channels] = shape;
  const errors: number[] = [];
  for (let y = Math.floor(spot.top * height); y <= Math.floor(spot.bottom * height); y++)
    for (let x = Math.floor(spot.left * width); x <= Math.floor(spot.right * width); x++) {
      const at = ((picture * height + y) * width + x) * channels;
      errors.push(Math.abs(data[at] - copies.data[at]));
    }
  return mean(errors);
}
