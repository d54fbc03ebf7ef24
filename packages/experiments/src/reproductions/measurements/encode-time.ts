import { selectImages } from '@aelab/images';
import { encode } from '@aelab/models';
import { fitLine } from './line-fit.js';
import type { MeasuredRun } from './measured-run.js';

export interface EncodeTimeMeasurement {
  /** Numbers of images, each ten times the one before or so. */
  readonly sizes: readonly number[];
}

/** Seconds to encode so many images, and the power of their number that fits best: 1 is linear. */
export async function encodeTime({ model, data }: MeasuredRun, { sizes }: EncodeTimeMeasurement) {
  const { images } = data.test;
  const seconds: number[] = [];
  for (const size of [sizes[0], ...sizes]) {
    const some = selectImages(
      images,
      Array.from({ length: size }, (_, i) => i % images.shape[0]),
    );
    const started = performance.now();
    await encode(model, some);
    seconds.push((performance.now() - started) / 1000);
  }
  const measured = seconds.slice(1); // the first only warms up
  const { slope } = fitLine(sizes.map(Math.log10), measured.map(Math.log10));
  return { sizes, seconds: measured, power: slope };
}
