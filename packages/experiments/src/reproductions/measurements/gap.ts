import { toUnitRange } from '@aelab/images';
import { mean, mse } from '@aelab/metrics';
import { reconstruct } from '@aelab/models';
import { atMost } from './at-most.js';
import type { MeasuredRun } from './measured-run.js';

/** Error of the finished model on as many training images as there are test images, beside its test error. */
export async function gap({ model, data, record }: MeasuredRun) {
  const { images } = atMost(data.train, data.test.labels.length).dataset;
  const trainMse = mean(mse(toUnitRange(images), await reconstruct(model, images)));
  return { trainMse, testOverTrain: Number(record.test.mse) / trainMse };
}
