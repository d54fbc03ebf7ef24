/**
 * Values of an original per latent value: 784 pixels into 32 latents is 24.5.
 *
 * Not a compression ratio, which counts bytes ({@link compressionRatio}). Below 1 the "bottleneck" expands.
 *
 * @param originalValues - height·width·channels of one image
 * @param latentValues - of one image
 * @throws RangeError if either is not above 0
 * @example
 * dimensionReduction(784, 32); // 24.5
 */
export function dimensionReduction(originalValues: number, latentValues: number): number {
  assertPositive('dimensionReduction', { originalValues, latentValues });
  return originalValues / latentValues;
}

/**
 * Bytes of the originals per byte of what replaces them. Higher is smaller.
 *
 * Count what a receiver needs: headers, tables and a share of the decoder belong to the compressed bytes, or say that
 * they are left out.
 *
 * @throws RangeError if either is not above 0
 * @example
 * compressionRatio(784, 128); // 6.125
 */
export function compressionRatio(originalBytes: number, compressedBytes: number): number {
  assertPositive('compressionRatio', { originalBytes, compressedBytes });
  return originalBytes / compressedBytes;
}

/**
 * Share of the values that are gone, in percent: `100 · (1 − 1 / dimensionReduction)`. Negative if the bottleneck expands.
 *
 * @throws RangeError if the reduction is not above 0
 * @example
 * compressionPercent(784 / 8); // 98.9796
 */
export function compressionPercent(reduction: number): number {
  assertPositive('compressionPercent', { reduction });
  return 100 * (1 - 1 / reduction);
}

/**
 * Bits of a bitstream per pixel: `8 · bytes / (n · height · width)`. Pixels, not values: channels do not count
 * ({@link bitsPerDimension} counts them).
 *
 * @param bytes - of all images together, headers included
 * @param shape - `[n, height, width, channels]`
 * @throws RangeError if there are no pixels or bytes is negative
 * @example
 * bitsPerPixel(98, [1, 28, 28, 1]); // 1
 */
export function bitsPerPixel(bytes: number, [n, height, width]: readonly number[]): number {
  return bitsPer('bitsPerPixel', bytes, n * height * width);
}

/**
 * Bits of a bitstream per value, the "bits/dim" of the literature: `8 · bytes / (n · height · width · channels)`.
 *
 * @param bytes - of all images together, headers included
 * @param shape - `[n, height, width, channels]`
 * @throws RangeError if there are no values or bytes is negative
 * @example
 * bitsPerDimension(3072, [1, 32, 32, 3]); // 8
 */
export function bitsPerDimension(bytes: number, [n, height, width, channels]: readonly number[]): number {
  return bitsPer('bitsPerDimension', bytes, n * height * width * channels);
}

function bitsPer(caller: string, bytes: number, places: number): number {
  if (!(bytes >= 0)) throw new RangeError(`${caller}: bytes is ${bytes}; it must be a number of 0 or more`);
  assertPositive(caller, { places });
  return (8 * bytes) / places;
}

/**
 * Bits per pixel that an ideal entropy coder would need for quantised latents, each latent dimension with its own
 * histogram: `Σ_d H(d) / (height · width)`.
 *
 * An estimate: without headers and histograms, and measured on the latents themselves, so a real coder needs more.
 *
 * @param symbols - n·d whole numbers, one image's d latents after another
 * @param latentValues - d
 * @param shape - `[n, height, width, channels]` of the originals
 * @throws RangeError if the symbols are not n·d whole numbers, or there are no pixels
 * @example
 * estimatedBitsPerPixel([0, 1, 0, 1], 1, [4, 2, 2, 1]); // 0.25
 */
export function estimatedBitsPerPixel(
  symbols: ArrayLike<number>,
  latentValues: number,
  [n, height, width]: readonly number[],
): number {
  assertPositive('estimatedBitsPerPixel', { pixels: n * height * width });
  if (symbols.length !== n * latentValues)
    throw new RangeError(
      `estimatedBitsPerPixel: there are ${symbols.length} symbols; ${n} images of ${latentValues} latents have ${n * latentValues}`,
    );
  let bits = 0;
  for (let d = 0; d < latentValues; d++) bits += entropyOfColumn(symbols, d, latentValues);
  return bits / (height * width);
}

/** Shannon entropy, in bits, of every `step`-th symbol from `start` on. */
function entropyOfColumn(symbols: ArrayLike<number>, start: number, step: number): number {
  const counts = new Map<number, number>();
  for (let i = start; i < symbols.length; i += step) {
    if (!Number.isInteger(symbols[i]))
      throw new RangeError(
        `estimatedBitsPerPixel: symbol ${i} is ${symbols[i]}; all must be whole (quantise first)`,
      );
    counts.set(symbols[i], (counts.get(symbols[i]) ?? 0) + 1);
  }
  const n = symbols.length / step;
  return [...counts.values()].reduce((sum, count) => sum - (count / n) * Math.log2(count / n), 0);
}

/**
 * How many images must be sent before a model pays for its own transfer: the least n with
 * `modelBytes + n · compressedBytes ≤ n · originalBytes`.
 *
 * A receiver needs the decoder half only, and the fair original is the image as a lossless codec stores it.
 *
 * @param modelBytes - sent once
 * @param originalBytes - of one image as it would be sent without the model
 * @param compressedBytes - of one image's code
 * @returns a whole number; `Infinity` if a code is not smaller than its image
 * @throws RangeError if a size is negative
 * @example
 * breakEvenImages(2623, 22, 2); // 132
 */
export function breakEvenImages(modelBytes: number, originalBytes: number, compressedBytes: number): number {
  for (const [name, bytes] of Object.entries({ modelBytes, originalBytes, compressedBytes }))
    if (!(bytes >= 0))
      throw new RangeError(`breakEvenImages: ${name} is ${bytes}; it must be a number of 0 or more`);
  const saved = originalBytes - compressedBytes;
  return saved > 0 ? Math.ceil(modelBytes / saved) : Infinity;
}

function assertPositive(caller: string, sizes: Record<string, number>): void {
  for (const [name, size] of Object.entries(sizes))
    if (!(size > 0)) throw new RangeError(`${caller}: ${name} is ${size}; it must be a number above 0`);
}
