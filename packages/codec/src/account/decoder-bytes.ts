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
 * Bytes per image when the decoder travels with the images: `compressed + decoder / images`. Where this falls below what the
 * images took before, the decoder has paid for itself: `breakEvenImages` of `@aelab/metrics`.
 *
 * @example
 * amortisedBytes(64, 437824, 10000); // 107.7824
 */
export function amortisedBytes(compressedBytes: number, decoder: number, images: number): number {
  return compressedBytes + decoder / images;
}
