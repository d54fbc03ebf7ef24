import type { Autoencoder } from './autoencoder.js';
import { imageShapeOf } from './autoencoder.js';

/** What a first layer multiplies images by: one small image of weights for each of its units. */
export interface Filters {
  /** `[units, height, width, channels]`, row-major. */
  readonly data: Float32Array;
  readonly shape: readonly [units: number, height: number, width: number, channels: number];
}

/**
 * The weights of the first layer that learnt some: of a dense layer one image for each unit, of a convolution one patch
 * for each filter.
 *
 * @returns nothing where the first layer is neither
 */
export async function firstFilters(half: Pick<Autoencoder, 'encoder'>): Promise<Filters | undefined> {
  const layer = half.encoder.layers.find(({ trainable, weights }) => trainable && weights.length > 0);
  const kernel = layer?.getWeights()[0];
  if (kernel === undefined || layer?.name === undefined) return undefined;
  const shape = filterShape(kernel.shape, imageShapeOf(half));
  return shape && { data: unitsFirst(await kernel.data<'float32'>(), shape[0]), shape };
}

function filterShape(
  kernel: readonly number[],
  [height, width, channels]: readonly [number, number, number],
): Filters['shape'] | undefined {
  const units = kernel[kernel.length - 1];
  if (kernel.length === 4) return [units, kernel[0], kernel[1], kernel[2]];
  if (kernel.length === 2 && kernel[0] === height * width * channels) return [units, height, width, channels];
  return undefined;
}

/** A kernel has its units last. */
function unitsFirst(kernel: Float32Array, units: number): Float32Array {
  const size = kernel.length / units;
  return Float32Array.from(kernel, (_, k) => kernel[(k % size) * units + Math.floor(k / size)]);
}
