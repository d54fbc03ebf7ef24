import { toUnitRange } from '@aelab/images';
import {
  addedInk,
  bandLoss,
  mean,
  missingInk,
  quantiles,
  reconstructionDiversity,
  sharpnessRatio,
} from '@aelab/metrics';
import type { MeasuredRun } from './measured-run.js';

/** What the eye would say, as numbers: alike, blurred, coarse, holed, smudged. */
export function appearance({ data, reconstructions }: MeasuredRun) {
  const originals = toUnitRange(data.test.images);
  const bands = bandLoss(originals, reconstructions);
  return {
    diversity: reconstructionDiversity(originals, reconstructions),
    /** Medians: a nearly constant original has an unbounded ratio. */
    sharpness: median(sharpnessRatio(originals, reconstructions)),
    bands: originals.shape[3] > 1 ? bands : { lumaLow: bands.lumaLow, lumaHigh: bands.lumaHigh },
    missingInk: mean(missingInk(originals, reconstructions)),
    addedInk: mean(addedInk(originals, reconstructions)),
  };
}

function median(values: ArrayLike<number>): number {
  return quantiles(values, [0.5])[0];
}
