import { latentsToText, textToLatents } from '@aelab/codec';
import { toUnitRange } from '@aelab/images';
import { mean, mse } from '@aelab/metrics';
import { decode, encode, type Latents } from '@aelab/models';
import { atMost } from './at-most.js';
import { codeLatents } from './code-latents.js';
import type { MeasuredRun } from './measured-run.js';

export interface PrecisionMeasurement {
  /** Test images, and as many training images for the entropy coder's tables. */
  readonly images: number;
}

const digits = [1, 2, 3, 4, 6, 9, 19];
const bits = Array.from({ length: 16 }, (_, i) => i + 1);

/**
 * What coarser latents cost: test MSE and bytes per image of latents as decimals, and as whole numbers of 1 to 16 bits
 * over the range that training latents have; packed bits, and entropy-coded in an `.ael` file.
 */
export async function precision({ model, data }: MeasuredRun, { images }: PrecisionMeasurement) {
  const test = atMost(data.test, images).dataset.images;
  const latents = await encode(model, test);
  const training = await encode(model, atMost(data.train, images).dataset.images);
  const originals = toUnitRange(test);
  const errorOf = async (values: Float32Array) =>
    mean(mse(originals, await decode(model, { ...latents, data: values })));
  const exact = await errorOf(latents.data);
  const text = await each(digits, (count) => decimals(latents, count, errorOf));
  const whole = await each(bits, async (count) => {
    const { values, packedBytes, bytes } = codeLatents(latents, training.data, test.shape, count);
    return { mse: await errorOf(values), packedBytes, bytes };
  });
  return {
    ...{ exact, digits, bits },
    decimalMse: text.map(({ mse }) => mse),
    textBytes: text.map(({ bytes }) => bytes),
    wholeMse: whole.map(({ mse }) => mse),
    packedBytes: whole.map(({ packedBytes }) => packedBytes),
    codedBytes: whole.map(({ bytes }) => bytes),
  };
}

type ErrorOf = (latents: Float32Array) => Promise<number>;

async function decimals({ data, shape }: Latents, digits: number, errorOf: ErrorOf) {
  const text = latentsToText(data, data.length / shape[0], digits);
  const { latents } = textToLatents(text);
  return { mse: await errorOf(latents), bytes: text.length / shape[0] };
}

async function each<T, R>(items: readonly T[], work: (item: T) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  for (const item of items) results.push(await work(item));
  return results;
}
