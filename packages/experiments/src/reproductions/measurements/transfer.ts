import { toUnitRange } from '@aelab/images';
import { mean, mse } from '@aelab/metrics';
import { reconstruct } from '@aelab/models';
import { loadDataset } from '../../datasets.js';
import { atMost } from './at-most.js';
import { greyTiles } from './grey-tiles.js';
import type { MeasuredRun } from './measured-run.js';

export interface TransferMeasurement {
  readonly images: number;
}

/** Test MSE on MNIST, Fashion-MNIST and the grey middles of CIFAR-10's images, whichever the model was trained on. */
export async function transfer({ model }: MeasuredRun, { images }: TransferMeasurement) {
  const sets = {
    mnist: (await loadDataset('mnist', 0)).test,
    fashion: (await loadDataset('fashion-mnist', 0)).test,
    cifarGrey: (await loadDataset('cifar-10', 0)).test,
  };
  const errors: Record<string, number> = {};
  for (const [name, set] of Object.entries(sets)) {
    const some = toUnitRange(greyTiles(atMost(set, images).dataset.images, 28));
    errors[name] = mean(mse(some, await reconstruct(model, some)));
  }
  return errors;
}
