import { assertComparable, type ImageBatch } from '@aelab/images';
import { assertOneOf } from '../assert-one-of.js';
import { localSimilarity, type SimilarityWindow } from './local-similarity.js';
import { rangeWidth } from './per-image.js';
import { forEachPlane, mirrored, shrunk, type Plane } from './plane.js';

/** The four definitions of SSIM in use; figures of different ones must not be compared. */
export type SsimPreset = 'wang' | 'skimage' | 'torchmetrics' | 'piq';

/**
 * Structural similarity of each reconstruction: the mean over all places of a sliding window of
 * `(2·μx·μy + C₁)(2·σxy + C₂) / ((μx² + μy² + C₁)(σx² + σy² + C₂))`, with `C₁ = (0.01·L)²`, `C₂ = (0.03·L)²`, `L` the
 * width of the declared range. Channels are averaged. No unit.
 *
 * Print the preset with the figure, they differ in the third digit for small images:
 * - `wang`: the paper's. Gaussian window of 11 pixels, σ = 1.5, where it fits into the image
 * - `skimage`: scikit-image's default. 7×7 mean, unbiased variances
 * - `torchmetrics`: as `wang`, and the image is mirrored at its edges to have as many places as pixels
 * - `piq`: as `wang`; images of 384 pixels or more are shrunk to about 256 first
 *
 * Values count from the low end of the range, so that an image has the same SSIM in [−1, 1] as in [0, 1].
 *
 * @param original - `[n, height, width, channels]`, 11 pixels or more each way (`skimage` 7, `torchmetrics` 6)
 * @param reconstruction - same shape and range; not clamped here
 * @returns n values; higher is better, 1 for identical images, negative for inverted structure
 * @throws RangeError if shapes or ranges differ, the window does not fit, or the preset is unknown
 * @example
 * const ramp = imageBatch(Float32Array.from({ length: 121 }, (_, i) => i / 121), [1, 11, 11, 1]);
 * ssim(ramp, ramp); // [1]
 * ssim(ramp, imageBatch(ramp.data.map((v) => 1 - v), [1, 11, 11, 1]))[0] < 0; // true
 * @see Wang, Bovik, Sheikh and Simoncelli, "Image quality assessment: from error visibility to structural similarity",
 * 2004
 */
export function ssim(
  original: ImageBatch,
  reconstruction: ImageBatch,
  preset: SsimPreset = 'wang',
): Float64Array {
  assertOneOf('ssim', 'preset', preset, Object.keys(windows));
  assertComparable('ssim', original, reconstruction);
  const window = windows[preset];
  const radius = window.weights.length - 1;
  const prepare = (plane: Plane): Plane => {
    if (preset === 'torchmetrics') return mirrored(plane, radius);
    return preset === 'piq' ? shrunk(plane, piqFactor(plane)) : plane;
  };
  assertSide(
    'ssim',
    original,
    preset === 'torchmetrics' ? radius + 1 : 2 * radius + 1,
    `with preset ${preset}`,
  );
  const compare = localSimilarity(window, rangeWidth(original));
  const values = new Float64Array(original.shape[0]);
  forEachPlane(original, reconstruction, (x, y, i) => {
    values[i] += compare(prepare(x), prepare(y)).ssim / original.shape[3];
  });
  return values;
}

function piqFactor({ height, width }: Plane): number {
  return Math.max(1, roundHalfToEven(Math.min(height, width) / 256));
}

/** As Python rounds. */
function roundHalfToEven(value: number): number {
  const rounded = Math.round(value);
  return value % 1 === 0.5 && rounded % 2 ? rounded - 1 : rounded;
}

/**
 * Multi-scale structural similarity of each reconstruction: contrast and structure compared at five scales, each half
 * of the one before, and luminance at the last, multiplied with exponents
 * .0448, .2856, .3001, .2363, .1333. No unit.
 *
 * Agrees with torchmetrics (mirrored edges, negative factors count as 0), which other libraries do not to the last
 * digits. MNIST and CIFAR-10 are too small for it: {@link reducedMsSsim} has its own name because its figures are not
 * comparable.
 *
 * @param original - `[n, height, width, channels]`, 176 pixels or more each way
 * @param reconstruction - same shape and range
 * @returns n values from 0 to 1; higher is better
 * @throws RangeError if shapes or ranges differ, or the images are too small
 * @example
 * const grey = imageBatch(new Float32Array(176 * 176).fill(0.5), [1, 176, 176, 1]);
 * msSsim(grey, grey); // [1]
 * @see Wang, Simoncelli and Bovik, "Multiscale structural similarity for image quality assessment", 2003
 */
export function msSsim(original: ImageBatch, reconstruction: ImageBatch): Float64Array {
  assertComparable('msSsim', original, reconstruction);
  assertSide('msSsim', original, 176, 'for five scales (see reducedMsSsim)');
  return similarityOverScales(original, reconstruction, msSsimExponents);
}

/**
 * {@link msSsim} with as many scales as fit into small images, `⌊log₂(side / 11)⌋ + 1` for the shorter side: 2 for 28
 * and 32 pixels, 4 for 96. The first exponents are kept, divided by their sum.
 *
 * Print the number of scales ({@link msSsimScales}) with the figure, and never call it MS-SSIM.
 *
 * @param original - `[n, height, width, channels]`, 11 pixels or more each way
 * @param reconstruction - same shape and range
 * @returns n values from 0 to 1; higher is better
 * @throws RangeError if shapes or ranges differ, or the images are too small
 * @example
 * const grey = imageBatch(new Float32Array(784).fill(0.5), [1, 28, 28, 1]);
 * reducedMsSsim(grey, grey); // [1]
 */
export function reducedMsSsim(original: ImageBatch, reconstruction: ImageBatch): Float64Array {
  assertComparable('reducedMsSsim', original, reconstruction);
  assertSide('reducedMsSsim', original, 11, 'for one scale');
  const [, height, width] = original.shape;
  const exponents = msSsimExponents.slice(0, msSsimScales(height, width));
  const sum = exponents.reduce((a, b) => a + b);
  return similarityOverScales(
    original,
    reconstruction,
    exponents.map((exponent) => exponent / sum),
  );
}

/**
 * How many scales {@link reducedMsSsim} uses for images of this size, 5 at most.
 *
 * @example
 * msSsimScales(28, 28); // 2
 */
export function msSsimScales(height: number, width: number): number {
  return Math.min(5, Math.floor(Math.log2(Math.min(height, width) / 11)) + 1);
}

const msSsimExponents = [0.0448, 0.2856, 0.3001, 0.2363, 0.1333];

/** One half of a symmetric window, its centre last; the whole sums to 1. */
function gaussian(sigma: number, radius: number): Float64Array {
  const half = Float64Array.from({ length: radius + 1 }, (_, i) =>
    Math.exp(-0.5 * ((i - radius) / sigma) ** 2),
  );
  const sum = half.reduce((total, weight) => total + 2 * weight, -half[radius]);
  return half.map((weight) => weight / sum);
}

const gaussian11: SimilarityWindow = { weights: gaussian(1.5, 5), unbiased: false };

const windows: Record<SsimPreset, SimilarityWindow> = {
  wang: gaussian11,
  skimage: { weights: new Float64Array(4).fill(1 / 7), unbiased: true },
  torchmetrics: gaussian11,
  piq: gaussian11,
};

function similarityOverScales(
  original: ImageBatch,
  reconstruction: ImageBatch,
  exponents: readonly number[],
): Float64Array {
  const compare = localSimilarity(gaussian11, rangeWidth(original));
  const last = exponents.length - 1;
  const factors = exponents.map(() => new Float64Array(original.shape[0]));
  forEachPlane(original, reconstruction, (x, y, i) => {
    for (let scale = 0; scale <= last; scale++) {
      const { ssim, contrast } = compare(mirrored(x, 5), mirrored(y, 5), 5);
      factors[scale][i] += (scale === last ? ssim : contrast) / original.shape[3];
      [x, y] = [shrunk(x, 2), shrunk(y, 2)];
    }
  });
  return factors[last].map((_, i) =>
    factors.reduce((product, factor, scale) => product * Math.max(0, factor[i]) ** exponents[scale], 1),
  );
}

function assertSide(caller: string, { shape }: ImageBatch, least: number, why: string): void {
  const [, height, width, channels] = shape;
  if (Math.min(height, width) < least || channels < 1)
    throw new RangeError(
      `${caller}: the images have shape [${height},${width},${channels}]; ${why} each side must be ${least} or more`,
    );
}
