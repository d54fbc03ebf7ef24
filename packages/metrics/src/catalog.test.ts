import { imageBatch, selectImages, type ImageBatch } from '@aelab/images';
import { random } from '@aelab/kernels/random';
import { describe, expect, it } from 'vitest';
import { catalog, type ImageMetric } from './catalog.js';
import { accumulate } from './distortion/streaming.js';

const original = photos(3, 176, 2);

describe.each(Object.entries<ImageMetric>(catalog))('%s', (name, { compute, perfect, better, bounds }) => {
  it('gives a perfect reconstruction its perfect value, one per image', () => {
    const values = compute(original, original);
    expect(values).toHaveLength(3);
    if (perfect !== undefined) for (const value of values) expect(value).toBeCloseTo(perfect, 13);
  });

  it('ranks less noise above more noise', () => {
    const little = compute(original, noisy(original, 0.05))[0];
    const much = compute(original, noisy(original, 0.2))[0];
    const badness = (value: number) =>
      better === 'nearer' ? Math.abs(value - (perfect ?? NaN)) : better === 'lower' ? value : -value;
    expect(badness(little)).toBeLessThan(badness(much));
  });

  it('keeps the order of the batch', () => {
    const reconstruction = noisy(original, 0.1);
    const turned = compute(selectImages(original, [2, 0, 1]), selectImages(reconstruction, [2, 0, 1]));
    const values = compute(original, reconstruction);
    expect([...turned]).toEqual([values[2], values[0], values[1]]);
  });

  it('does not depend on how the images are split into batches, nor on their order', () => {
    const reconstruction = noisy(original, 0.1);
    const whole = accumulate(compute);
    whole.update(original, reconstruction);
    const [first, rest] = [accumulate(compute), accumulate(compute)];
    first.update(selectImages(original, [2]), selectImages(reconstruction, [2]));
    rest.update(selectImages(original, [1, 0]), selectImages(reconstruction, [1, 0]));
    first.merge(structuredClone(rest.state()));
    expect(first.compute()).toBe(whole.compute());
  });

  it('stays within its bounds', () => {
    const negative = imageBatch(
      (original.data as Float64Array).map((v) => 1 - v),
      original.shape,
    );
    for (const other of [negative, noisy(original, 0.4)])
      for (const value of compute(original, other)) {
        expect(value).toBeGreaterThanOrEqual(bounds[0]);
        expect(value).toBeLessThanOrEqual(bounds[1]);
      }
  });

  it('is the same ratio, or scales with its unit, in [0, 255] and [−1, 1]', () => {
    const reconstruction = noisy(original, 0.1);
    const [value] = compute(original, reconstruction);
    for (const [lo, hi] of [
      [0, 255],
      [-1, 1],
    ] as const) {
      const scaled = ({ data, shape }: ImageBatch) =>
        imageBatch(
          (data as Float64Array).map((v) => lo + v * (hi - lo)),
          shape,
          [lo, hi],
        );
      const ratio = compute(scaled(original), scaled(reconstruction))[0] / value;
      const power = scaling[unitOf(compute)] ?? 0;
      expect(ratio / (hi - lo) ** power).toBeCloseTo(1, 12);
    }
  });

  it('refuses images of another shape, another range, or without pixels', () => {
    const other = imageBatch(new Float32Array(3 * 16), [3, 4, 4, 1]);
    const caller = name.replace(/\[.*/, '');
    expect(() => compute(original, other)).toThrow(
      `${caller}: original has shape [3,176,176,1] and reconstruction [3,4,4,1]; both must have the same shape`,
    );
    const bytes = imageBatch(new Uint8Array(original.data.length), original.shape);
    expect(() => compute(original, bytes)).toThrow('both must declare the same range');
    const empty = imageBatch(new Float32Array(0), [2, 0, 4, 1]);
    expect(() => compute(empty, empty)).toThrow(RangeError);
  });

  it('gives no figure for no image', () => {
    const none = imageBatch(new Float32Array(0), [0, 176, 176, 1]);
    expect(compute(none, none)).toHaveLength(0);
  });

  it('lets NaN show', () => {
    const data = new Float32Array(176 * 176);
    data[9000] = NaN;
    const broken = { data, shape: [1, 176, 176, 1], range: [0, 1] } as const;
    const grey = imageBatch(new Float32Array(176 * 176).fill(0.5), [1, 176, 176, 1]);
    expect(() => {
      const [value] = compute(grey, broken);
      if (Number.isNaN(value)) throw new RangeError('NaN');
    }).toThrow(RangeError);
  });
});

const scaling: Record<string, number> = { value: 1, 'squared value': 2, 'value per pixel': 1 };

function unitOf(compute: ImageMetric['compute']): string {
  return Object.values<ImageMetric>(catalog).find((metric) => metric.compute === compute)?.unit ?? '';
}

/** Smooth blobs, a little from black and white so that noise need not be clipped. */
function photos(n: number, side: number, seed: number): ImageBatch {
  const { uniform } = random(seed, 'photos');
  const data = new Float64Array(n * side * side);
  for (let i = 0; i < n; i++) {
    const [fx, fy, phase] = [uniform(), uniform(), uniform()].map((u) => 0.05 + 0.15 * u);
    for (let k = 0; k < side * side; k++)
      data[i * side * side + k] =
        0.5 + 0.3 * Math.sin(fx * (k % side) + 9 * phase) * Math.cos(fy * Math.floor(k / side));
  }
  return imageBatch(data, [n, side, side, 1]);
}

function noisy(images: ImageBatch, sd: number): ImageBatch {
  const { normal } = random(1, 'noise');
  const data = (images.data as Float64Array).map((v) => Math.min(1, Math.max(0, v + sd * normal())));
  return imageBatch(data, images.shape);
}
