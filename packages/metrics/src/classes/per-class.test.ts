import { imageBatch } from '@aelab/images';
import { random } from '@aelab/kernels/random';
import { describe, expect, it } from 'vitest';
import { mae } from '../distortion/mae.js';
import { mse } from '../distortion/mse.js';
import { binaryInk, errorPer100Ink, ink } from './ink.js';
import { perClass } from './per-class.js';
import { rankClasses } from './rank-classes.js';
import { mean } from '../statistics/mean.js';
import { worstImages } from './worst-images.js';

const names = ['a', 'b', 'none'];
const { normal, uniform } = random(0, 'per class');
const labels = Array.from({ length: 400 }, (_, i) => i % 2);
const values = labels.map((label) => 3 * label + normal());

describe('perClass', () => {
  const [a, b, none] = perClass(values, labels, names, { seed: 1 });
  it('means each class alone, and the classes weighted make the mean of all', () => {
    expect([a.n, b.n, none.n]).toEqual([200, 200, 0]);
    expect((a.mean + b.mean) / 2).toBeCloseTo(mean(values), 13);
  });
  it('has intervals of ±1.96/√n about normal figures, by both methods', () => {
    for (const { mean: centre, interval, normalInterval } of [a, b])
      for (const [lo, hi] of [interval, normalInterval]) {
        expect(centre - lo).toBeGreaterThan(0.11);
        expect(hi - centre).toBeGreaterThan(0.11);
        expect(hi - lo).toBeLessThan(0.33);
      }
    expect(a.normalInterval[0] + a.normalInterval[1]).toBeCloseTo(2 * a.mean, 13);
  });
  it('widens both intervals with the level', () => {
    const [wide] = perClass(values, labels, names, { seed: 1, level: 0.999 });
    expect(wide.interval[0]).toBeLessThan(a.interval[0]);
    expect(wide.normalInterval[0]).toBeLessThan(a.normalInterval[0]);
  });
  it('has no figure for an empty class and no interval for one image', () => {
    expect(none).toEqual({
      label: 'none',
      n: 0,
      mean: NaN,
      interval: [NaN, NaN],
      normalInterval: [NaN, NaN],
    });
    const [one] = perClass([5], [0], ['only'], { seed: 0 });
    expect(one).toMatchObject({ mean: 5, interval: [NaN, NaN], normalInterval: [NaN, NaN] });
  });
  it('does not move one class when another changes', () => {
    const moved = values.map((value, i) => (labels[i] === 1 ? value + 9 : value));
    expect(perClass(moved, labels, names, { seed: 1 })[0]).toEqual(a);
  });
  it('refuses labels that do not fit', () => {
    expect(() => perClass([1, 2], [0], names, { seed: 0 })).toThrow('2 values and 1 labels');
    expect(() => perClass([1, 2], [0, 3], names, { seed: 0 })).toThrow(
      'label 1 is 3; it must be a whole number from 0 to 2',
    );
    expect(() => perClass([1], [0.5], names, { seed: 0 })).toThrow('label 0 is 0.5');
  });
});

describe('rankClasses', () => {
  const classes = perClass(values, labels, names, { seed: 1 });
  it('ranks what the intervals can tell apart and leaves out classes without images', () => {
    expect(rankClasses(classes, 'lower').map(({ label, rank }) => [label, rank])).toEqual([
      ['a', 1],
      ['b', 2],
    ]);
    expect(rankClasses(classes, 'higher').map(({ label, rank }) => [label, rank])).toEqual([
      ['b', 1],
      ['a', 2],
    ]);
  });
  it('lets overlapping classes share a place', () => {
    const shuffled = perClass(
      values,
      labels.map((_, i) => (i < 200 ? 0 : 1)),
      names,
      { seed: 1 },
    );
    expect(rankClasses(shuffled, 'lower').map(({ rank }) => rank)).toEqual([1, 1]);
  });
});

describe('ink', () => {
  const bytes = imageBatch(
    Uint8Array.from({ length: 5 * 64 }, () => 256 * uniform()),
    [5, 8, 8, 1],
  );
  const floats = imageBatch(
    Float64Array.from(bytes.data, (v) => v / 255),
    bytes.shape,
  );
  const signed = imageBatch(
    Float64Array.from(bytes.data, (v) => v / 127.5 - 1),
    bytes.shape,
    [-1, 1],
  );
  it('does not depend on the declared range', () => {
    for (const other of [floats, signed]) {
      ink(bytes).forEach((amount, i) => expect(ink(other)[i]).toBeCloseTo(amount, 11));
      expect(binaryInk(other)).toEqual(binaryInk(bytes));
    }
  });

  it('does not count the exact middle of the range', () => {
    expect([...binaryInk(imageBatch(new Float32Array([0.5, 0.51]), [1, 1, 2, 1]))]).toEqual([1]);
  });

  const reconstruction = imageBatch(
    Uint8Array.from(bytes.data, (v) => v * uniform()),
    bytes.shape,
  );
  const unit = imageBatch(
    Float64Array.from(reconstruction.data, (v) => v / 255),
    bytes.shape,
  );
  const [all] = errorPer100Ink(floats, unit, [0, 0, 0, 0, 0], ['all'], { seed: 0 });
  it('is a ratio of sums over the class', () => {
    const sum = (of: Float64Array) => 5 * mean(of);
    expect(all.squared.value).toBeCloseTo((100 * 64 * sum(mse(floats, unit))) / sum(ink(floats)), 11);
    expect(all.absolute.value).toBeCloseTo((100 * 64 * sum(mae(floats, unit))) / sum(ink(floats)), 11);
    const binary = sum(ink(floats)) / sum(binaryInk(floats));
    expect(all.squaredBinary.value).toBeCloseTo(all.squared.value * binary, 11);
    expect(all.absoluteBinary.value).toBeCloseTo(all.absolute.value * binary, 11);
    expect(all.ink).toBeCloseTo(mean(ink(floats)), 12);
  });
  it('gives the same error per ink in [0, 255]', () => {
    const [scaled] = errorPer100Ink(bytes, reconstruction, [0, 0, 0, 0, 0], ['all'], { seed: 0 });
    expect(scaled.squared.value).toBeCloseTo(all.squared.value, 10);
    expect(scaled.absolute.interval[0]).toBeCloseTo(all.absolute.interval[0], 10);
  });
  it('does not change when half the ink is gone from everything but the error is per ink', () => {
    const half = (images: typeof floats) =>
      imageBatch(
        Float64Array.from(images.data, (v) => v / 2),
        images.shape,
      );
    const [dim] = errorPer100Ink(half(floats), half(unit), [0, 0, 0, 0, 0], ['all'], { seed: 0 });
    expect(dim.absolute.value).toBeCloseTo(all.absolute.value, 11);
    expect(dim.squared.value).toBeCloseTo(all.squared.value / 2, 11);
  });
  it('is NaN for an empty class, infinite for errors without ink, and refuses too few labels', () => {
    const black = imageBatch(new Uint8Array(5 * 64), [5, 8, 8, 1]);
    const [without, empty] = errorPer100Ink(black, reconstruction, [0, 0, 0, 0, 0], ['black', 'empty'], {
      seed: 0,
    });
    expect(without.squared.value).toBe(Infinity);
    expect(empty).toMatchObject({ n: 0, ink: NaN, squared: { value: NaN, interval: [NaN, NaN] } });
    expect(() => errorPer100Ink(black, reconstruction, [0], ['a'], { seed: 0 })).toThrow(
      '5 images and 1 labels',
    );
  });
});

describe('worstImages', () => {
  const grey = Float64Array.from({ length: 50 * 64 }, () => 0.4 + 0.2 * uniform());
  const usual = imageBatch(grey, [50, 8, 8, 1]);
  const withLast = (make: (k: number) => number) =>
    imageBatch(
      Float64Array.from(grey, (v, i) => (i >= 49 * 64 ? make(i % 64) : v)),
      [50, 8, 8, 1],
    );
  const errors = Array.from({ length: 50 }, (_, i) => i);

  it('orders by error and finds nothing unusual where nothing is', () => {
    const worst = worstImages(errors, usual, 3, { seed: 0 });
    expect(worst.map(({ index }) => index)).toEqual([49, 48, 47]);
    expect(worst[0].unusual).not.toHaveProperty('novelty');
    expect(worstImages(errors, usual, 99, { seed: 0 })).toHaveLength(50);
  });
  it.each([
    ['norm', withLast((k) => 0.99 - 0.001 * k)],
    ['saturation', withLast((k) => (k < 16 ? 1 : k < 32 ? 0 : 0.42))],
  ])('names the %s', (cause, images) => {
    expect(worstImages(errors, images, 1, { seed: 0 })[0].likelyCause).toBe(cause);
  });
  it('names an image unlike the training images', () => {
    const odd = withLast((k) => (k % 2 ? 0.69 : 0.1));
    const [worst] = worstImages(errors, odd, 1, { train: usual, seed: 0 });
    expect(worst.likelyCause).toBe('novelty');
  });
  it('refuses training images of another size', () => {
    const train = imageBatch(new Uint8Array(4), [1, 2, 2, 1]);
    expect(() => worstImages(errors, usual, 1, { train, seed: 0 })).toThrow('4 values and originals 64');
  });
  it('refuses too few errors', () => {
    expect(() => worstImages([1], usual, 1, { seed: 0 })).toThrow('1 errors and 50 images');
  });
});
