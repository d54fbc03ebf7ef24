import type { ImageBatch } from '@aelab/images';
import { imageSize } from '@aelab/images';
import type { Sharp } from 'sharp';
import { loadSharp } from '../load-sharp.js';
import { loadJxl } from './jxl.js';
import type { Jxl } from './jxl.js';
import { ratePoint } from './rate-point.js';
import type { RatePoint } from './rate-point.js';

/** The image formats that sharp writes, at a quality of 0 or 1 to 100 where they are lossy. */
const FORMATS = {
  jpeg: (image: Sharp, quality: number) => image.jpeg({ quality: Math.max(1, quality) }),
  webp: (image: Sharp, quality: number) => image.webp({ quality: Math.max(1, quality), effort: 6 }),
  avif: (image: Sharp, quality: number) => image.avif({ quality: Math.max(1, quality) }),
  'webp-lossless': (image: Sharp) => image.webp({ lossless: true, effort: 6 }),
  png: (image: Sharp) => image.png({ compressionLevel: 9, adaptiveFiltering: true }),
} as const;

/** `jxl` and `jxl-lossless` are written by libjxl, the others by sharp. */
export type ImageFormat = keyof typeof FORMATS | 'jxl' | 'jxl-lossless';

export function isLossless(format: ImageFormat): boolean {
  return format === 'png' || format.endsWith('-lossless');
}

/** Images that are worked on at once. */
const AT_ONCE = 64;

/**
 * What an image format makes of the images, each a file of its own or all tiled into one.
 *
 * At 28 by 28 pixels a format's header is most of its bytes: the tiled batch shows the coder without it.
 *
 * @param images - 8-bit, 1 or 3 channels
 * @param quality - 1 to 100; lossless formats leave it aside
 * @throws RangeError if the images are not 8-bit or have another number of channels
 * @throws Error if the package `sharp`, or for JPEG XL `@jsquash/jxl`, is not installed
 */
export async function imageFormatPoint(
  images: ImageBatch,
  format: ImageFormat,
  scope: RatePoint['scope'],
  quality = 100,
): Promise<RatePoint> {
  const { bytes, copies } = await imageFormatCopies(images, format, scope, quality);
  const setting = isLossless(format) ? 'lossless' : `quality ${quality}`;
  return ratePoint({ codec: format, setting, scope }, images, copies, bytes);
}

/** As {@link imageFormatPoint}: all bytes together, and the images that come back. */
export async function imageFormatCopies(
  images: ImageBatch,
  format: ImageFormat,
  scope: RatePoint['scope'],
  quality: number,
): Promise<{ readonly bytes: number; readonly copies: ImageBatch }> {
  assertEightBit(images);
  const files = scope === 'image' ? singles(images) : [mosaic(images)];
  const coded = await mapSome(files, await formatCoder(format, quality));
  const pixels =
    scope === 'image' ? concatenated(coded.map((c) => c.pixels)) : tilesOf(coded[0].pixels, images);
  return { bytes: coded.reduce((sum, { size }) => sum + size, 0), copies: { ...images, data: pixels } };
}

function assertEightBit({ data, shape }: ImageBatch): void {
  if (!(data instanceof Uint8Array) || (shape[3] !== 1 && shape[3] !== 3))
    throw new RangeError(
      `imageFormatPoint: ${data.constructor.name} of ${shape[3]} channels; image formats take 8-bit pixels of 1 or 3 channels`,
    );
}

/** Pixels of one picture, channels last. */
interface Picture {
  readonly pixels: Uint8Array;
  readonly width: number;
  readonly height: number;
  readonly channels: 1 | 3;
}

/** The size of a picture's file, and the pixels that come back. */
type FormatCoder = (picture: Picture) => Promise<{ size: number; pixels: Uint8Array }>;

async function formatCoder(format: ImageFormat, quality: number): Promise<FormatCoder> {
  if (format === 'jxl') return jxlCoder(await loadJxl(), { quality });
  if (format === 'jxl-lossless') return jxlCoder(await loadJxl(), { lossless: true });
  const sharp = await loadSharp('imageFormatPoint: image formats are written');
  return async ({ pixels, width, height, channels }) => {
    const space = channels === 1 ? 'b-w' : 'srgb';
    const raw = sharp(pixels, { raw: { width, height, channels } }).toColourspace(space);
    const file = await FORMATS[format](raw, quality).toBuffer();
    const decoded = await sharp(file).removeAlpha().toColourspace(space).raw().toBuffer();
    return { size: file.length, pixels: decoded };
  };
}

function jxlCoder(jxl: Jxl, options: Parameters<Jxl['encode']>[1]): FormatCoder {
  return async ({ pixels, width, height, channels }) => {
    const file = await jxl.encode({ data: withAlpha(pixels, channels), width, height }, options);
    const { data } = await jxl.decode(file);
    return { size: file.byteLength, pixels: withoutAlpha(data, channels) };
  };
}

/** Grey as three equal channels, of which the codec makes one again. */
function withAlpha(pixels: Uint8Array, channels: 1 | 3): Uint8ClampedArray {
  const n = pixels.length / channels;
  const rgba = new Uint8ClampedArray(4 * n).fill(255);
  for (let i = 0; i < n; i++)
    for (let c = 0; c < 3; c++) rgba[4 * i + c] = pixels[i * channels + (channels === 1 ? 0 : c)];
  return rgba;
}

function withoutAlpha(rgba: Uint8ClampedArray, channels: 1 | 3): Uint8Array {
  return Uint8Array.from({ length: (rgba.length / 4) * channels }, (_, k) =>
    channels === 1 ? rgba[4 * k] : rgba[4 * Math.floor(k / 3) + (k % 3)],
  );
}

function channelsOf(images: ImageBatch): 1 | 3 {
  return images.shape[3] === 1 ? 1 : 3;
}

function singles(images: ImageBatch): Picture[] {
  const [n, height, width] = images.shape;
  const size = imageSize(images);
  return Array.from({ length: n }, (_, i) => ({
    pixels: Uint8Array.from(images.data.subarray(i * size, (i + 1) * size)),
    ...{ width, height, channels: channelsOf(images) },
  }));
}

/** Pixel offsets in the mosaic of a row of an image: images go row by row into a square as small as holds them. */
function placeOfRow([n, height, width]: ImageBatch['shape'], image: number, y: number): number {
  const columns = Math.ceil(Math.sqrt(n));
  return (Math.floor(image / columns) * height + y) * columns * width + (image % columns) * width;
}

function mosaic(images: ImageBatch): Picture {
  const [n, height, width] = images.shape;
  const channels = channelsOf(images);
  const columns = Math.ceil(Math.sqrt(n));
  const rows = Math.ceil(n / columns);
  const pixels = new Uint8Array(rows * columns * height * width * channels);
  eachRow(images, (place, row) => pixels.set(images.data.subarray(row, row + width * channels), place));
  return { pixels, width: columns * width, height: rows * height, channels };
}

function tilesOf(pixels: Uint8Array, images: ImageBatch): Uint8Array {
  const tiles = new Uint8Array(images.data.length);
  const length = images.shape[2] * images.shape[3];
  eachRow(images, (place, row) => tiles.set(pixels.subarray(place, place + length), row));
  return tiles;
}

/** Visits each row of each image: where it lies in the mosaic and in the batch, in values. */
function eachRow(images: ImageBatch, visit: (place: number, row: number) => void): void {
  const [n, height, width, channels] = images.shape;
  for (let i = 0; i < n; i++)
    for (let y = 0; y < height; y++)
      visit(placeOfRow(images.shape, i, y) * channels, (i * height + y) * width * channels);
}

function concatenated(parts: readonly Uint8Array[]): Uint8Array {
  return Uint8Array.from(Buffer.concat(parts));
}

async function mapSome<T, R>(items: readonly T[], work: (item: T) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  for (let start = 0; start < items.length; start += AT_ONCE)
    results.push(...(await Promise.all(items.slice(start, start + AT_ONCE).map(work))));
  return results;
}
