import { imageBatch } from '@aelab/images';
import { random } from '@aelab/kernels/random';
import { describe, expect, it } from 'vitest';
import { mae } from './distortion/mae.js';
import { mse } from './distortion/mse.js';
import { floorReconstruction, naiveFloors } from './floors.js';
import { mean } from './statistics/mean.js';

const { integer, uniform } = random(0, 'floors');
const train = imageBatch(
  Uint8Array.from({ length: 30 * 20 }, () => integer(256)),
  [30, 4, 5, 1],
);
const labels = Array.from({ length: 30 }, () => integer(3));

describe('naiveFloors', () => {
  it('finds the same median by counting bytes as by selecting among floats, odd and even n', () => {
    for (const n of [1, 2, 7, 30]) {
      const bytes = imageBatch(train.data.slice(0, n * 20), [n, 4, 5, 1]);
      const floats = imageBatch(Float32Array.from(bytes.data), [n, 4, 5, 1], [0, 255]);
      const few = labels.slice(0, n);
      expect(naiveFloors(floats, few, 3).median).toEqual(naiveFloors(bytes, few, 3).median);
      const column = [...bytes.data].filter((_, i) => i % 20 === 3).sort((a, b) => a - b);
      const middle = (column[(n - 1) >> 1] + column[n >> 1]) / 2;
      expect(naiveFloors(bytes, few, 3).median.data[3]).toBe(middle);
    }
  });

  it('has no better constant than the mean for MSE and the median for MAE', () => {
    const floors = naiveFloors(train, labels, 3);
    const error = (metric: typeof mse, data: ArrayLike<number>) =>
      mean(metric(train, repeated(Float32Array.from(data))));
    for (let trial = 0; trial < 20; trial++) {
      const moved = (data: ArrayLike<number>) => Float32Array.from(data, (v) => v + 10 * (uniform() - 0.5));
      expect(error(mse, floors.mean.data)).toBeLessThan(error(mse, moved(floors.mean.data)));
      expect(error(mae, floors.median.data)).toBeLessThanOrEqual(error(mae, moved(floors.median.data)));
    }
  });

  it('is black at the low end of any range', () => {
    const signed = imageBatch(new Float32Array([0, 1]), [2, 1, 1, 1], [-1, 1]);
    expect(naiveFloors(signed, [0, 0], 1).zero.data).toEqual(new Float32Array([-1]));
  });

  it('gives a class without training images the mean of all', () => {
    const floors = naiveFloors(imageBatch(new Uint8Array([0, 10]), [2, 1, 1, 1]), [0, 0], 2);
    expect([...floors.classMean.data]).toEqual([5, 5]);
  });

  it('refuses no images, too few labels and a label that is no class', () => {
    expect(() => naiveFloors(imageBatch(new Uint8Array(0), [0, 4, 5, 1]), [], 3)).toThrow('0 images');
    expect(() => naiveFloors(train, [0, 1], 3)).toThrow('30 images and 2 labels');
    expect(() => naiveFloors(train, labels, 1)).toThrow(/label \d+ is [12]; .* from 0 to 0/);
  });
});

describe('floorReconstruction', () => {
  it('keeps the order of the labels for the class means', () => {
    const floors = naiveFloors(train, labels, 3);
    const batch = floorReconstruction(floors, 'classMean', [2, 0]);
    expect(batch.shape).toEqual([2, 4, 5, 1]);
    expect(batch.data.slice(0, 20)).toEqual(floors.classMean.data.slice(40));
  });
});

function repeated(image: Float32Array) {
  const data = new Float32Array(30 * 20);
  for (let i = 0; i < 30; i++) data.set(image, i * 20);
  return imageBatch(data, [30, 4, 5, 1], [0, 255]);
}
