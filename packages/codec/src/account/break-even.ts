/** Bytes of each parameter of a decoder at a precision. */
const PARAMETER_BYTES = { float32: 4, float16: 2, int8: 1 } as const;

/**
 * The bytes of a decoder's parameters at a precision, without its file's own overhead. The encoder does not count: whoever
 * decodes does not need it.
 *
 * @param parameters - weights and biases of the decoder
 * @example
 * decoderBytes(109456, 'float32'); // 437824
 */
export function decoderBytes(parameters: number, precision: keyof typeof PARAMETER_BYTES): number {
  return parameters * PARAMETER_BYTES[precision];
}

/**
 * Bytes per image when the decoder travels with the images: `compressed + decoder / images`.
 *
 * @example
 * amortisedBytes(64, 437824, 10000); // 107.7824
 */
export function amortisedBytes(compressedBytes: number, decoder: number, images: number): number {
  return compressedBytes + decoder / images;
}

/**
 * The number of images from which compressed images and their decoder together are no larger than the images as they
 * were: `⌈decoder / (original − compressed)⌉`.
 *
 * Compare with the format one would really use, a PNG or a lossless WebP: against raw pixels anything looks good.
 *
 * @param decoder - bytes that travel once
 * @param originalBytes - bytes per image as it was
 * @param compressedBytes - bytes per image as encoded
 * @returns a whole number, or `Infinity` if encoding makes an image no smaller
 * @throws RangeError if a size is negative or not a number
 * @example
 * breakEvenImages(2623, 22, 2); // 132
 */
export function breakEvenImages(decoder: number, originalBytes: number, compressedBytes: number): number {
  if (!(decoder >= 0 && originalBytes >= 0 && compressedBytes >= 0))
    throw new RangeError(
      `breakEvenImages: decoder ${decoder}, original ${originalBytes}, compressed ${compressedBytes}; sizes must be 0 or more`,
    );
  return originalBytes > compressedBytes ? Math.ceil(decoder / (originalBytes - compressedBytes)) : Infinity;
}
