import { gunzipSync, gzipSync } from 'node:zlib';
import { accountFor, openLatents } from '@aelab/codec';
import { imageBatch, selectImages } from '@aelab/images';
import { random } from '@aelab/kernels/random';
import { fitPca } from '@aelab/metrics/pca';
import { describe, expect, it } from 'vitest';
import { compressorPoint } from './byte-compressor.js';
import { imageFormatPoint } from './image-format.js';
import { pcaCodecPoint } from './pca-codec.js';
import { bdRateOf, curveFromJson, curveToJson, rateCurve } from './rate-curve.js';

/** Soft blobs at random places: what codecs are made for. */
function blobs(n: number, seed: number, channels: 1 | 3 = 1) {
  const { uniform } = random(seed, 'blobs');
  const data = new Uint8Array(n * 256 * channels);
  for (let i = 0; i < n; i++) {
    const [x, y, width] = [4 + 8 * uniform(), 4 + 8 * uniform(), 4 + 12 * uniform()];
    for (let p = 0; p < 256; p++) {
      const distance = ((p % 16) - x) ** 2 + (Math.floor(p / 16) - y) ** 2;
      for (let c = 0; c < channels; c++)
        data[(i * 256 + p) * channels + c] = Math.round((255 - 60 * c) * Math.exp(-distance / width));
    }
  }
  return imageBatch(data, [n, 16, 16, channels]);
}

describe('imageFormatPoint', () => {
  it.each(['png', 'webp-lossless'] as const)('%s gives every pixel back, alone and tiled', async (format) => {
    for (const images of [blobs(7, 1), blobs(3, 1, 3)])
      for (const scope of ['image', 'batch'] as const) {
        const point = await imageFormatPoint(images, format, scope);
        expect(point).toMatchObject({ codec: format, setting: 'lossless', mse: 0, psnr: Infinity });
      }
  });

  it.each(['jpeg', 'webp', 'avif'] as const)('%s gets better and longer with its quality', async (format) => {
    const images = blobs(9, 2);
    const points = await Promise.all([5, 50, 95].map((q) => imageFormatPoint(images, format, 'batch', q)));
    const { rates, qualities } = rateCurve(points);
    expect([...qualities].sort((a, b) => a - b)).toEqual(qualities);
    expect(rates.length).toBe(3);
    expect(points[2].mse).toBeLessThan(0.001);
  });

  it('counts a header for each image, or one for all', async () => {
    const images = blobs(16, 3);
    const alone = await imageFormatPoint(images, 'png', 'image');
    const tiled = await imageFormatPoint(images, 'png', 'batch');
    expect(alone.bytesPerImage).toBeGreaterThan(tiled.bytesPerImage + 40);
    expect(alone.bitsPerPixel).toBeCloseTo((8 * alone.bytesPerImage) / 256, 9);
  });

  it('jxl, where its package is installed, is lossless or gets better with its quality', async (context) => {
    const images = blobs(9, 8, 3);
    const lossless = await imageFormatPoint(images, 'jxl-lossless', 'image').catch((error: unknown) => error);
    if (lossless instanceof Error) {
      expect(lossless.message).toContain('install it (npm install @jsquash/jxl)');
      return context.skip(lossless.message);
    }
    expect(lossless).toMatchObject({ setting: 'lossless', mse: 0 });
    const [low, high] = await Promise.all([20, 90].map((q) => imageFormatPoint(images, 'jxl', 'batch', q)));
    expect(low.bytesPerImage).toBeLessThan(high.bytesPerImage);
    expect(low.mse).toBeGreaterThan(high.mse);
  });

  it('refuses floats', async () => {
    const floats = imageBatch(new Float32Array(64), [1, 8, 8, 1]);
    await expect(imageFormatPoint(floats, 'png', 'image')).rejects.toThrow('Float32Array of 1 channels');
  });
});

describe('compressorPoint', () => {
  const images = blobs(40, 4);

  it('counts what zlib makes of the pixels', () => {
    const file = gzipSync(images.data, { level: 9 });
    expect(gunzipSync(file).length).toBe(images.data.length);
    expect(compressorPoint(images, 'gzip', 'batch').bytesPerImage).toBe(file.length / 40);
  });

  it('counts what xz makes of the batch, where the program is there', (context) => {
    try {
      const { bytesPerImage } = compressorPoint(images, 'xz', 'batch');
      expect(bytesPerImage).toBeLessThan(compressorPoint(images, 'gzip', 'batch').bytesPerImage);
    } catch (error) {
      expect((error as Error).message).toContain('the program xz must be installed');
      context.skip();
    }
  });

  it('compresses a batch at least as well as its images one by one', () => {
    for (const compressor of ['gzip', 'brotli'] as const)
      expect(compressorPoint(images, compressor, 'batch').bytesPerImage).toBeLessThan(
        compressorPoint(images, compressor, 'image').bytesPerImage,
      );
  });
});

describe('pcaCodecPoint', () => {
  const training = blobs(400, 5);
  const basis = fitPca(training, { components: 24 });
  const test = blobs(200, 6);
  const curve = (levels: 'nearest' | 'rateDistortion') =>
    [0.1, 0.2, 0.4, 0.8].map((step) => pcaCodecPoint(test, { basis, training, step, levels }).point);

  it('is a real file, counted to the byte', () => {
    const { file, point } = pcaCodecPoint(test, { basis, training, step: 0.2, levels: 'nearest' });
    const { bytesPerImage } = point;
    expect(accountFor(openLatents(file)).perImage).toBe(bytesPerImage);
    expect(bytesPerImage * 200).toBe(file.length);
  });

  it('takes fewer bytes and more error at a coarser step', () => {
    const points = curve('nearest');
    for (const [i, point] of points.slice(1).entries()) {
      expect(point.bytesPerImage).toBeLessThan(points[i].bytesPerImage);
      expect(point.mse).toBeGreaterThan(points[i].mse);
    }
  });

  it('needs fewer bytes at the same PSNR when levels are chosen for rate and distortion', () => {
    expect(bdRateOf(curve('nearest'), curve('rateDistortion')).delta).toBeLessThan(-1);
  });
});

describe('curves', () => {
  const images = blobs(30, 7);
  const basis = fitPca(images, { components: 8 });
  const few = selectImages(images, [0, 1, 2, 3]);
  const points = [0.1, 0.3].map(
    (step) => pcaCodecPoint(few, { basis, training: images, step, levels: 'nearest' }).point,
  );

  it("are written and read in the form of CompressAI's result files", () => {
    const json = JSON.parse(JSON.stringify(curveToJson('PCA, one step', points))) as unknown;
    expect(curveFromJson(json)).toEqual({ name: 'pca', ...rateCurve(points) });
    const published = { name: 'bmshj2018', results: { psnr: [27.1, 30.2], bpp: [0.12, 0.25] } };
    expect(curveFromJson(published)).toEqual({
      name: 'bmshj2018',
      rates: [0.12, 0.25],
      qualities: [27.1, 30.2],
    });
  });

  it('refuse a file without them, by name', () => {
    expect(() => curveFromJson({ name: 'x', results: { bpp: [1], psnr: [1, 2] } })).toThrow(
      'curve x: it has results bpp, psnr',
    );
    expect(() => curveFromJson(null)).toThrow('it has results none');
  });
});
