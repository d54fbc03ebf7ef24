import { spawnSync } from 'node:child_process';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import type { ImageBatch } from '@aelab/images';
import { imageSize } from '@aelab/images';
import { ratePoint } from './rate-point.js';
import type { RatePoint } from './rate-point.js';

/** Compressors of any bytes, at their best setting. */
const COMPRESSORS = {
  gzip: (bytes: Uint8Array) => gzipSync(bytes, { level: 9 }).length,
  brotli: (bytes: Uint8Array) =>
    brotliCompressSync(bytes, {
      params: {
        [constants.BROTLI_PARAM_QUALITY]: 11,
        [constants.BROTLI_PARAM_LGWIN]: constants.BROTLI_MAX_WINDOW_BITS,
        [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length,
      },
    }).length,
  xz: (bytes: Uint8Array) => xzSize(bytes),
} as const;

export type ByteCompressor = keyof typeof COMPRESSORS;

/** By the program of that name, which Node has no library for. */
function xzSize(bytes: Uint8Array): number {
  const { stdout, status, error } = spawnSync('xz', ['-9e', '--stdout'], {
    input: bytes,
    maxBuffer: 2 ** 31,
  });
  if (status !== 0)
    throw new Error(
      `compressedSize: xz ended with ${error?.message ?? `status ${status}`}; the program xz must be installed`,
    );
  return stdout.length;
}

/**
 * The bytes that a general compressor makes of any bytes: of raw pixels, or of latents.
 *
 * @throws Error if it is xz and the program is not installed
 */
export function compressedSize(bytes: Uint8Array, compressor: ByteCompressor): number {
  return COMPRESSORS[compressor](bytes);
}

/**
 * What a general compressor makes of the raw 8-bit pixels, of each image alone or of all in their order.
 *
 * The order counts: sorted by class, the same images compress better.
 *
 * @throws RangeError if the images are not 8-bit
 */
export function compressorPoint(
  images: ImageBatch,
  compressor: ByteCompressor,
  scope: RatePoint['scope'],
): RatePoint {
  const { data } = images;
  if (!(data instanceof Uint8Array))
    throw new RangeError(`compressorPoint: ${data.constructor.name}; raw pixels are 8-bit (Uint8Array)`);
  const length = scope === 'image' ? imageSize(images) : data.length;
  let bytes = 0;
  for (let start = 0; start < data.length; start += length)
    bytes += compressedSize(data.subarray(start, start + length), compressor);
  return ratePoint({ codec: compressor, setting: 'lossless', scope }, images, images, bytes);
}
