import { describe, expect, it } from 'vitest';
import { resample } from './resample.js';
import { golden, largestDifference } from './testing/pixels-golden.js';

describe('resample', () => {
  it.each(Object.keys(golden.resize))(`agrees with Pillow ${golden.pillow} at %s`, (size) => {
    const [height, width] = size.split('x').map(Number);
    const image = Float64Array.from(golden.image);
    const resized = resample(image, [...golden.shape, 1], height, width);
    expect(resized.length).toBe(height * width);
    expect(largestDifference(resized, golden.resize[size])).toBeLessThan(1e-6);
  });

  it('treats channels alike and apart', () => {
    const twice = Float64Array.from(golden.image.flatMap((v) => [v, 1 - v]));
    const both = resample(twice, [...golden.shape, 2], 5, 6);
    const one = resample(Float64Array.from(golden.image), [...golden.shape, 1], 5, 6);
    expect(
      largestDifference(
        both.filter((_, i) => i % 2 === 0),
        one,
      ),
    ).toBeLessThan(1e-15);
    expect(
      largestDifference(
        both.filter((_, i) => i % 2 === 1),
        one.map((v) => 1 - v),
      ),
    ).toBeLessThan(1e-15);
  });
});
