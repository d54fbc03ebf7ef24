import { dequantise, fitTables, quantise, uniformQuantiser, writeLatents } from '@aelab/codec';
import type { ImageBatch } from '@aelab/images';
import type { Latents } from '@aelab/models';

/** Latents after they were written as whole numbers, and what they took. */
export interface CodedLatents {
  readonly values: Float32Array;
  /** Per image, all numbers at full width. */
  readonly packedBytes: number;
  /** Per image, of the entropy-coded `.ael` file of all, header and tables included. */
  readonly bytes: number;
}

/** Codes latents as whole numbers of so many bits over the range of training latents, which also give the tables. */
export function codeLatents(
  { data, shape }: Latents,
  training: Float32Array,
  imageShape: ImageBatch['shape'],
  bits: number,
): CodedLatents {
  const [lo, hi] = rangeOf(training);
  const top = 2 ** bits - 1;
  const quantiser = uniformQuantiser((hi - lo) / top, lo);
  const levels = quantise(
    data.map((value) => Math.min(hi, Math.max(lo, value))),
    quantiser,
  );
  const size = data.length / shape[0];
  const [, height, width, channels] = imageShape;
  const file = writeLatents({
    ...{ imageShape: [height, width, channels], latentShape: shape.slice(1) },
    ...{ quantiser, levels, tables: fitTables(quantise(training, quantiser), size) },
  });
  return {
    values: dequantise(levels, quantiser),
    packedBytes: Math.ceil((bits * size) / 8),
    bytes: file.length / shape[0],
  };
}

function rangeOf(values: Float32Array): [number, number] {
  return [
    values.reduce((least, value) => Math.min(least, value), Infinity),
    values.reduce((most, value) => Math.max(most, value), -Infinity),
  ];
}
