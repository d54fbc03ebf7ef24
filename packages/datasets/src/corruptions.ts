import { imageSize, toUnitRange, type ImageBatch } from '@aelab/images';
import { random } from '@aelab/kernels/random';

/** Images with values in [0, 1]. */
export type UnitImages = ImageBatch & { readonly data: Float32Array };

/**
 * Gaussian noise: `clip(x + factor · N(0, 1), 0, 1)`, with `x` in [0, 1], drawn for every value.
 *
 * The clipping makes the noise weaker than its factor and, on black or white, one-sided: at factor 0.5 a black pixel is on
 * average 0.2 bright. A denoiser must be scored against the clean image, not against the noise.
 *
 * @param factor - standard deviation of the noise before clipping; 0 changes nothing
 * @param seed - image i gets the same noise whatever else is in the batch
 * @throws RangeError if the factor is negative or not finite
 */
export function addNoise(images: ImageBatch, factor: number, seed: number): UnitImages {
  if (!(factor >= 0 && factor < Infinity))
    throw new RangeError(`addNoise: factor is ${factor}; it must be 0 or more`);
  return eachImage(images, (pixels, i) => {
    const { normal } = random(seed, 'addNoise', i);
    for (let k = 0; k < pixels.length; k++) pixels[k] = clip(pixels[k] + factor * normal());
  });
}

/**
 * Salt and pepper: every pixel, with all its channels, becomes black or white, equally likely, with probability `share`.
 *
 * @param share - expected share of pixels that are lost, 0 to 1
 * @param seed - image i loses the same pixels whatever else is in the batch
 * @throws RangeError if the share is not in [0, 1]
 */
export function saltAndPepper(images: ImageBatch, share: number, seed: number): UnitImages {
  if (!(share >= 0 && share <= 1))
    throw new RangeError(`saltAndPepper: share is ${share}; it must be from 0 to 1`);
  const channels = images.shape[3];
  return eachImage(images, (pixels, i) => {
    const { uniform } = random(seed, 'saltAndPepper', i);
    for (let k = 0; k < pixels.length; k += channels) {
      const draw = uniform();
      if (draw < share) pixels.fill(draw < share / 2 ? 0 : 1, k, k + channels);
    }
  });
}

/**
 * Gaussian blur of each channel; beyond the edges the image is continued by its reflection (`d c b a | a b c d`), so that
 * a flat image stays as it is.
 *
 * @param sigma - standard deviation in pixels; the kernel reaches 4 of them to each side
 * @throws RangeError if sigma is not above 0
 */
export function blur(images: ImageBatch, sigma: number): UnitImages {
  if (!(sigma > 0 && sigma < Infinity)) throw new RangeError(`blur: sigma is ${sigma}; it must be above 0`);
  const [, height, width, channels] = images.shape;
  const kernel = gaussianKernel(sigma);
  return eachImage(images, (pixels) => {
    for (let c = 0; c < channels; c++) {
      for (let y = 0; y < height; y++) blurLine(pixels, y * width * channels + c, channels, width, kernel);
      for (let x = 0; x < width; x++) blurLine(pixels, x * channels + c, width * channels, height, kernel);
    }
  });
}

function gaussianKernel(sigma: number): Float64Array {
  const radius = Math.floor(4 * sigma + 0.5);
  const weights = Float64Array.from({ length: 2 * radius + 1 }, (_, i) =>
    Math.exp(-((i - radius) ** 2) / (2 * sigma ** 2)),
  );
  const sum = weights.reduce((a, b) => a + b, 0);
  return weights.map((weight) => weight / sum);
}

/** Blurs the `length` values that lie `step` apart from `start` on, in place. */
function blurLine(
  pixels: Float32Array,
  start: number,
  step: number,
  length: number,
  kernel: Float64Array,
): void {
  const radius = (kernel.length - 1) / 2;
  const line = Float64Array.from({ length }, (_, i) => pixels[start + i * step]);
  for (let i = 0; i < length; i++) {
    let sum = 0;
    for (let k = 0; k < kernel.length; k++) sum += kernel[k] * line[reflected(i + k - radius, length)];
    pixels[start + i * step] = sum;
  }
}

function reflected(i: number, length: number): number {
  const period = 2 * length;
  const within = ((i % period) + period) % period;
  return within < length ? within : period - 1 - within;
}

/**
 * Inversion: `1 − x`.
 *
 * @example
 * invert(imageBatch(Float32Array.of(0, 0.25), [1, 1, 2, 1])).data; // [1, 0.75]
 */
export function invert(images: ImageBatch): UnitImages {
  return eachImage(images, (pixels) => {
    for (let k = 0; k < pixels.length; k++) pixels[k] = 1 - pixels[k];
  });
}

/**
 * Occlusion: a black square at a random place of every image, all of it inside.
 *
 * @param side - of the square, in pixels
 * @param seed - image i gets its square at the same place whatever else is in the batch
 * @throws RangeError if the square does not fit
 */
export function occlude(images: ImageBatch, side: number, seed: number): UnitImages {
  const [, height, width, channels] = images.shape;
  if (!Number.isInteger(side) || side < 1 || side > Math.min(height, width))
    throw new RangeError(
      `occlude: side is ${side}; it must be a whole number from 1 to ${Math.min(height, width)}`,
    );
  return eachImage(images, (pixels, i) => {
    const { integer } = random(seed, 'occlude', i);
    const [top, left] = [integer(height - side + 1), integer(width - side + 1)];
    for (let y = top; y < top + side; y++) {
      const from = (y * width + left) * channels;
      pixels.fill(0, from, from + side * channels);
    }
  });
}

/** A copy in [0, 1] of which `change` alters each image in place. */
export function eachImage(images: ImageBatch, change: (pixels: Float32Array, i: number) => void): UnitImages {
  const unit = toUnitRange(images);
  const data = unit.data === images.data ? unit.data.slice() : unit.data;
  const size = imageSize(images);
  for (let i = 0; i < images.shape[0]; i++) change(data.subarray(i * size, (i + 1) * size), i);
  return { ...unit, data };
}

function clip(value: number): number {
  return value < 0 ? 0 : value > 1 ? 1 : value;
}
