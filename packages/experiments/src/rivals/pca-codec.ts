import {
  chooseLevels,
  fitTables,
  openLatents,
  quantise,
  readLatents,
  uniformQuantiser,
  writeLatents,
} from '@aelab/codec';
import type { ImageBatch } from '@aelab/images';
import { componentCount, pcaDecode, pcaEncode } from '@aelab/metrics/pca';
import type { LinearBasis } from '@aelab/metrics/pca';
import { ratePoint } from './rate-point.js';
import type { RatePoint } from './rate-point.js';

export interface PcaCodecSettings {
  /** Fitted on training images. */
  readonly basis: LinearBasis;
  /** The training images, or some of them: the frequency tables are fitted on their latents. */
  readonly training: ImageBatch;
  /** Width of a level, the same for all components, in pixels of [0, 1]. */
  readonly step: number;
  /**
   * `nearest`: plain rounding, the usual quantised PCA. `rateDistortion`: levels chosen for `bits + λ · MSE`, at the slope
   * that fits the step; the stronger rival.
   */
  readonly levels: 'nearest' | 'rateDistortion';
}

/**
 * The strongest linear rival of an autoencoder: PCA, one uniform step, the same entropy coder and the same file.
 *
 * Pixels are clipped to [0, 1] and rounded to 8 bits, as an image must be. The basis does not travel in the file, as a
 * decoder does not.
 *
 * @returns the point, and the bytes of the file
 */
export function pcaCodecPoint(
  images: ImageBatch,
  { basis, training, step, levels }: PcaCodecSettings,
): { readonly point: RatePoint; readonly file: Uint8Array } {
  const k = componentCount(basis);
  const quantiser = uniformQuantiser(step);
  const latents = Float32Array.from(pcaEncode(basis, images));
  const trainingLatents = Float32Array.from(pcaEncode(basis, training));
  let tables = fitTables(quantise(trainingLatents, quantiser), k);
  const choose = (values: Float32Array) =>
    levels === 'nearest'
      ? quantise(values, quantiser)
      : chooseLevels(values, quantiser, tables, [1 / basis.mean.length], matchingLambda(step, basis));
  for (let round = 0; levels === 'rateDistortion' && round < REFITS; round++)
    tables = fitTables(choose(trainingLatents), k);
  const file = writeLatents({
    ...{ imageShape: basis.imageShape, latentShape: [k], quantiser, tables },
    levels: choose(latents),
  });
  const decoded = eightBit(pcaDecode(basis, readLatents(openLatents(file))));
  const named = {
    codec: levels === 'nearest' ? 'pca' : 'pca-rdo',
    setting: `step ${step}`,
    scope: 'batch',
  } as const;
  return { point: ratePoint(named, images, decoded, file.length), file };
}

/** Tables and choices fit each other after a few rounds. */
const REFITS = 3;

/** Bits per unit of MSE at which levels of this width are worth their bits: the slope of rate over distortion at `Δ² / 12`. */
function matchingLambda(step: number, { mean }: LinearBasis): number {
  return (0.8 * mean.length) / (2 * Math.LN2 * (step ** 2 / 12));
}

function eightBit({ data, shape }: ImageBatch): ImageBatch {
  const pixels = Uint8Array.from(data, (value) => Math.round(255 * Math.min(1, Math.max(0, value))));
  return { data: pixels, shape, range: [0, 255] };
}
