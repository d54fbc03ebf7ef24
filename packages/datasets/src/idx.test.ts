import { describe, expect, it } from 'vitest';
import { decodeIdx } from './idx.js';

const image = [0, 0, 8, 3, 0, 0, 0, 1, 0, 0, 0, 2, 0, 0, 0, 3, 1, 2, 3, 4, 5, 6];

describe('decodeIdx', () => {
  it('reads the shape and the values, which are a view of the file', () => {
    const file = Uint8Array.from(image);
    const array = decodeIdx(file);
    expect(array.shape).toEqual([1, 2, 3]);
    expect([...array.data]).toEqual([1, 2, 3, 4, 5, 6]);
    expect(array.data.buffer).toBe(file.buffer);
  });

  it('reads a file that lies inside a larger buffer', () => {
    expect(decodeIdx(Uint8Array.from([9, 9, 9, ...image]).subarray(3)).shape).toEqual([1, 2, 3]);
  });

  it('reads an array without values', () => {
    expect(decodeIdx(Uint8Array.of(0, 0, 8, 1, 0, 0, 0, 0)).data.length).toBe(0);
  });

  it.each([
    ['an empty file', [], 'has 0 bytes; an IDX header has at least 4'],
    ['a gzip file', [0x1f, 0x8b, 8, 0], 'begins with 1f 8b'],
    ['float values', [0, 0, 0x0d, 1, 0, 0, 0, 0], 'of type 0d (float32)'],
    ['an unknown type', [0, 0, 0x0a, 1, 0, 0, 0, 0], 'of type 0a (unknown)'],
    ['no dimension', [0, 0, 8, 0], '0 dimensions'],
    ['a header cut short', image.slice(0, 15), 'has 15 bytes and its 3 dimensions need a header of 16'],
    ['values cut short', image.slice(0, -1), 'shape [1,2,3] needs 6 values and the file holds 5'],
    ['bytes left over', [...image, 0], 'needs 6 values and the file holds 7'],
    [
      'a claim of 2⁹⁶ values',
      [0, 0, 8, 3, ...new Array<number>(12).fill(255)],
      'shape [4294967295,4294967295,4294967295] needs 7.922816',
    ],
  ])('names %s', (_, bytes, message) => {
    const decode = () => decodeIdx(Uint8Array.from(bytes));
    expect(decode).toThrow(RangeError);
    expect(decode).toThrow(message);
  });
});
