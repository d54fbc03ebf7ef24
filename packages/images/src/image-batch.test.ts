import { describe, expect, it } from 'vitest';
import { assertComparable, imageBatch, selectImages, toUnitRange } from './image-batch.js';

describe('imageBatch', () => {
  it('declares bytes as 0 to 255 and floats as 0 to 1 unless told', () => {
    expect(imageBatch(new Uint8Array(4), [1, 2, 2, 1]).range).toEqual([0, 255]);
    expect(imageBatch(new Float32Array(4), [1, 2, 2, 1]).range).toEqual([0, 1]);
    expect(imageBatch(new Float32Array(4), [1, 2, 2, 1], [-1, 1]).range).toEqual([-1, 1]);
  });

  it('refuses a shape that does not hold the data, naming both', () => {
    expect(() => imageBatch(new Float32Array(5), [1, 2, 2, 1])).toThrow(
      'data has 5 values and shape [1,2,2,1] needs 4',
    );
    expect(() => imageBatch(new Float32Array(4), [1, 2, 2] as never)).toThrow('shape is [1,2,2]');
    expect(() => imageBatch(new Float32Array(0), [1.5, 2, 2, 1])).toThrow('four whole numbers');
  });

  it('refuses 0–255 values declared as 0–1, NaN and infinity, and lets an overshoot pass', () => {
    expect(() => imageBatch(new Float32Array([0, 17]), [1, 1, 2, 1])).toThrow('value 1 is 17');
    expect(() => imageBatch(new Float32Array([NaN]), [1, 1, 1, 1])).toThrow('value 0 is NaN');
    expect(() => imageBatch(new Float32Array([Infinity]), [1, 1, 1, 1])).toThrow('value 0 is Infinity');
    expect(imageBatch(new Float32Array([-0.2, 1.3]), [1, 1, 2, 1]).data[0]).toBeCloseTo(-0.2);
  });

  it('refuses a range that is empty, reversed or infinite', () => {
    for (const range of [
      [1, 1],
      [1, 0],
      [0, Infinity],
      [NaN, 1],
    ] as const)
      expect(() => imageBatch(new Float32Array(1), [1, 1, 1, 1], range)).toThrow('two finite numbers');
  });
});

describe('assertComparable', () => {
  const images = imageBatch(new Float32Array(4), [1, 2, 2, 1]);
  it('names both shapes', () => {
    const other = imageBatch(new Float32Array(4), [1, 4, 1, 1]);
    expect(() => assertComparable('psnr', images, other)).toThrow(
      'psnr: original has shape [1,2,2,1] and reconstruction [1,4,1,1]; both must have the same shape',
    );
  });
  it('names both ranges', () => {
    const other = imageBatch(new Uint8Array(4), [1, 2, 2, 1]);
    expect(() => assertComparable('psnr', images, other)).toThrow('range [0,1] and reconstruction [0,255]');
  });
});

describe('toUnitRange', () => {
  it('maps the ends of any range to 0 and 1', () => {
    expect([...toUnitRange(imageBatch(new Float32Array([-1, 0, 1]), [1, 1, 3, 1], [-1, 1])).data]).toEqual([
      0, 0.5, 1,
    ]);
  });
  it('gives a unit batch back without a copy', () => {
    const images = imageBatch(new Float32Array(1), [1, 1, 1, 1]);
    expect(toUnitRange(images).data).toBe(images.data);
  });
});

describe('selectImages', () => {
  it('keeps the type of the data and the order asked for', () => {
    const chosen = selectImages(imageBatch(new Uint8Array([1, 2, 3, 4]), [2, 1, 2, 1]), [1, 0, 1]);
    expect(chosen.data).toEqual(new Uint8Array([3, 4, 1, 2, 3, 4]));
    expect(chosen.shape).toEqual([3, 1, 2, 1]);
  });
  it('copies the bytes of a file into a plain array', () => {
    const chosen = selectImages(imageBatch(Buffer.from([5, 6]), [2, 1, 1, 1]), [1]);
    expect(chosen.data.constructor).toBe(Uint8Array);
  });
  it('names an index that is not there', () => {
    expect(() => selectImages(imageBatch(new Uint8Array(2), [2, 1, 1, 1]), [0, 2])).toThrow(
      'index 1 is 2; the batch has images 0 to 1',
    );
  });
});
