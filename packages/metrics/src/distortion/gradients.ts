import { assertComparable, imageSize, type ImageBatch } from '@aelab/images';

type Values = ImageBatch['data'];

/**
 * Mean absolute difference between the gradients of each reconstruction and of its original, in units of the declared
 * range per pixel: `Σ |∂x − ∂y| / count` over the differences between each value and its neighbours to the right and
 * below.
 *
 * A constant shift of brightness costs nothing here, a lost or a misplaced edge does: read it beside {@link mse}.
 *
 * @param original - `[n, height, width, channels]`, 2 pixels or more
 * @param reconstruction - same shape and range
 * @returns n values; 0 is perfect (up to a constant), lower is better
 * @throws RangeError if shapes or ranges differ, or the images have a single pixel
 * @example
 * const step = imageBatch(new Float32Array([0, 1]), [1, 1, 2, 1]);
 * gradientError(step, imageBatch(new Float32Array([0.5, 0.5]), [1, 1, 2, 1])); // [1]
 */
export function gradientError(original: ImageBatch, reconstruction: ImageBatch): Float64Array {
  return gradientMeasure('gradientError', original, reconstruction, meanAbsoluteGradient);
}

/**
 * Sharpness of each reconstruction over that of its original: `Σ |∇y|² / Σ |∇x|²`, with the differences between each
 * value and its neighbours to the right and below. No unit. "Blurred", as a number.
 *
 * Noise sharpens too: 1.0 with a bad {@link mse} is no compliment.
 *
 * @param original - `[n, height, width, channels]`, 2 pixels or more
 * @param reconstruction - same shape and range
 * @returns n values; 1 is perfect, below 1 blurred, above 1 noisy. A constant original gives `Infinity`, or 1 where the
 * reconstruction is constant too
 * @throws RangeError if shapes or ranges differ, or the images have a single pixel
 * @example
 * const step = imageBatch(new Float32Array([0, 1]), [1, 1, 2, 1]);
 * sharpnessRatio(step, imageBatch(new Float32Array([0.25, 0.75]), [1, 1, 2, 1])); // [0.25]
 */
export function sharpnessRatio(original: ImageBatch, reconstruction: ImageBatch): Float64Array {
  return gradientMeasure('sharpnessRatio', original, reconstruction, energyRatio);
}

type GradientMeasure = (x: Values, y: Values, start: number, steps: readonly Step[]) => number;

/** The values from which a neighbour `offset` further on is subtracted: `rows` runs of `length` values, one each `pitch`. */
interface Step {
  readonly offset: number;
  readonly rows: number;
  readonly length: number;
  readonly pitch: number;
}

function gradientMeasure(
  caller: string,
  original: ImageBatch,
  reconstruction: ImageBatch,
  measure: GradientMeasure,
): Float64Array {
  assertComparable(caller, original, reconstruction);
  const [n, height, width, channels] = original.shape;
  if (height * width < 2 || channels === 0)
    throw new RangeError(
      `${caller}: the images have shape [${height},${width},${channels}]; a gradient needs 2 pixels or more`,
    );
  const pitch = width * channels;
  const steps: Step[] = [
    { offset: channels, rows: height, length: pitch - channels, pitch },
    { offset: pitch, rows: height - 1, length: pitch, pitch },
  ];
  return Float64Array.from({ length: n }, (_, i) =>
    measure(original.data, reconstruction.data, i * imageSize(original), steps),
  );
}

const meanAbsoluteGradient: GradientMeasure = (x, y, start, steps) => {
  let sum = 0;
  let count = 0;
  for (const { offset, rows, length, pitch } of steps) {
    for (let row = 0, from = start; row < rows; row++, from += pitch)
      for (let i = from; i < from + length; i++)
        sum += Math.abs(x[i + offset] - x[i] - (y[i + offset] - y[i]));
    count += rows * length;
  }
  return sum / count;
};

const energyRatio: GradientMeasure = (x, y, start, steps) => {
  const original = gradientEnergy(x, start, steps);
  const reconstruction = gradientEnergy(y, start, steps);
  return reconstruction === original ? 1 : reconstruction / original;
};

function gradientEnergy(values: Values, start: number, steps: readonly Step[]): number {
  let sum = 0;
  for (const { offset, rows, length, pitch } of steps)
    for (let row = 0, from = start; row < rows; row++, from += pitch)
      for (let i = from; i < from + length; i++) sum += (values[i + offset] - values[i]) ** 2;
  return sum;
}
