import { imageBatch, selectImages, type ImageBatch } from '@aelab/images';
import { describe, expect, it } from 'vitest';
import { addNoise, blur, invert, occlude, saltAndPepper } from './corruptions.js';
import { warp } from './warp.js';
import { golden, largestDifference } from './testing/pixels-golden.js';

const grey = (level: number, n = 4, side = 50): ImageBatch =>
  imageBatch(new Float32Array(n * side * side).fill(level), [n, side, side, 1]);
const mean = (values: Float32Array) => values.reduce((a, b) => a + b, 0) / values.length;
const photo = imageBatch(
  Uint8Array.from({ length: 3 * 12 * 10 * 3 }, (_, i) => (i * 37) % 256),
  [3, 12, 10, 3],
);

describe.each<[string, (images: ImageBatch, seed: number) => ImageBatch]>([
  ['addNoise', (images, seed) => addNoise(images, 0.3, seed)],
  ['saltAndPepper', (images, seed) => saltAndPepper(images, 0.2, seed)],
  ['blur', (images) => blur(images, 1)],
  ['invert', (images) => invert(images)],
  ['occlude', (images, seed) => occlude(images, 4, seed)],
  ['warp', (images, seed) => warp(images, { linear: 0.1, shift: 1, share: 1 }, seed)],
])('%s', (name, corrupt) => {
  it('gives values in [0, 1], of the same shape, and leaves the images alone', () => {
    const before = imageBatch(
      Float32Array.from(photo.data, (v) => v / 255),
      photo.shape,
    );
    const copy = before.data.slice();
    const after = corrupt(before, 1);
    expect(after.shape).toEqual(before.shape);
    expect(after.range).toEqual([0, 1]);
    expect(after.data.every((v) => v >= 0 && v <= 1)).toBe(true);
    expect(after.data).not.toEqual(copy);
    expect(before.data).toEqual(copy);
  });

  it('takes bytes as it takes [0, 1]', () => {
    const unit = imageBatch(
      Float32Array.from(photo.data, (v) => v / 255),
      photo.shape,
    );
    expect(corrupt(photo, 5)).toEqual(corrupt(unit, 5));
  });

  it('does to an image the same whatever else is in the batch', () => {
    const whole = corrupt(photo, 9);
    expect(selectImages(whole, [0])).toEqual(corrupt(selectImages(photo, [0]), 9));
  });

  it('repeats itself for a seed, and differs between seeds and images where it is random', () => {
    expect(corrupt(grey(0.5), 3)).toEqual(corrupt(grey(0.5), 3));
    if (name === 'blur' || name === 'invert') return;
    expect(corrupt(grey(0.5), 3)).not.toEqual(corrupt(grey(0.5), 4));
    const [first, second] = [0, 1].map((i) => selectImages(corrupt(grey(0.5), 3), [i]).data);
    expect(first).not.toEqual(second);
  });
});

describe('addNoise', () => {
  it('has the factor as its deviation where nothing is clipped', () => {
    const { data } = addNoise(grey(0.5), 0.1, 0);
    expect(mean(data)).toBeCloseTo(0.5, 2);
    expect(Math.sqrt(mean(data.map((v) => (v - 0.5) ** 2)))).toBeCloseTo(0.1, 2);
  });
  it('brightens black by factor / √(2π)', () => {
    expect(mean(addNoise(grey(0), 0.3, 0).data)).toBeCloseTo(0.3 / Math.sqrt(2 * Math.PI), 2);
  });
  it('changes nothing at factor 0, and refuses what is no factor', () => {
    expect(addNoise(grey(0.25), 0, 0)).toEqual(grey(0.25));
    for (const factor of [-0.1, NaN, Infinity])
      expect(() => addNoise(grey(0), factor, 0)).toThrow(`addNoise: factor is ${factor}`);
  });
});

describe('saltAndPepper', () => {
  it('loses the share of pixels, half to black and half to white', () => {
    const { data } = saltAndPepper(grey(0.5), 0.4, 0);
    const share = (value: number) => data.filter((v) => v === value).length / data.length;
    expect(share(0)).toBeCloseTo(0.2, 1);
    expect(share(1)).toBeCloseTo(0.2, 1);
    expect(share(0.5)).toBeCloseTo(0.6, 1);
  });
  it('takes all channels of a pixel together', () => {
    const colour = imageBatch(
      new Float32Array(300).map((_, i) => 0.2 + 0.1 * (i % 3)),
      [1, 10, 10, 3],
    );
    const { data } = saltAndPepper(colour, 1, 0);
    for (let i = 0; i < 300; i += 3) expect(new Set(data.subarray(i, i + 3)).size).toBe(1);
  });
  it('refuses a share outside [0, 1]', () => {
    expect(() => saltAndPepper(grey(0), 1.5, 0)).toThrow('share is 1.5');
  });
});

describe('blur', () => {
  it.each(Object.keys(golden.blur))(`agrees with SciPy ${golden.scipy} at sigma %s`, (sigma) => {
    const image = imageBatch(Float32Array.from(golden.image), [1, ...golden.shape, 1]);
    expect(largestDifference(blur(image, Number(sigma)).data, golden.blur[sigma])).toBeLessThan(1e-7);
  });
  it('keeps a flat image, whatever sigma', () => {
    expect(largestDifference(blur(grey(0.3, 1, 9), 40).data, grey(0.3, 1, 9).data)).toBeLessThan(1e-6);
  });
  it('refuses a sigma that is not above 0', () => {
    expect(() => blur(grey(0), 0)).toThrow('sigma is 0');
  });
});

describe('occlude', () => {
  it('blackens one square that lies inside', () => {
    for (let seed = 0; seed < 50; seed++) {
      const { data } = occlude(grey(1, 1, 10), 4, seed);
      const black = [...data.keys()].filter((i) => data[i] === 0);
      expect(black.length).toBe(16);
      const columns = black.map((i) => i % 10);
      expect(Math.max(...columns) - Math.min(...columns)).toBe(3);
    }
  });
  it('reaches every corner', () => {
    const corners = new Set<string>();
    for (let seed = 0; seed < 300; seed++) {
      const at = occlude(grey(1, 1, 6), 5, seed).data.indexOf(0);
      corners.add(`${Math.floor(at / 6)},${at % 6}`);
    }
    expect([...corners].sort()).toEqual(['0,0', '0,1', '1,0', '1,1']);
  });
  it('refuses a square that does not fit', () => {
    expect(() => occlude(grey(0, 1, 10), 11, 0)).toThrow(
      'side is 11; it must be a whole number from 1 to 10',
    );
  });
});

describe('invert', () => {
  it('undoes itself', () => {
    expect(
      largestDifference(
        invert(invert(photo)).data,
        Float32Array.from(photo.data, (v) => v / 255),
      ),
    ).toBeLessThan(1e-7);
  });
});
