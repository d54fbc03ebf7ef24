import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { imageBatch } from './image-batch.js';
import { decodeNpy, encodeNpy, imagesFromNpy, toFloat16Bits, type NpyValues } from './npy.js';

const golden = JSON.parse(readFileSync(new URL('npy.golden.json', import.meta.url), 'utf8')) as {
  numpy: string;
  values: number[];
  shape: number[];
  files: Record<string, string>;
};
const file = (name: string) => new Uint8Array(Buffer.from(golden.files[name], 'base64'));
const numbers = (data: NpyValues) => Array.from(data as Float64Array, Number);

/** A file with any header text, for what NumPy would not write. */
function withHeader(text: string, values: number[] = [], version = 1): Uint8Array {
  const header = [...Buffer.from(text, 'latin1')];
  const length =
    version === 1
      ? [header.length & 255, header.length >> 8]
      : [header.length & 255, header.length >> 8, 0, 0];
  return Uint8Array.from([0x93, ...Buffer.from('NUMPY'), version, 0, ...length, ...header, ...values]);
}

describe(`decodeNpy, on files of NumPy ${golden.numpy}`, () => {
  const typed = Object.keys(golden.files).filter((name) => /^[<>|].\d?( fortran)?$/.test(name));
  it.each(typed)('reads %s', (name) => {
    const { data, shape } = decodeNpy(file(name));
    expect(shape).toEqual(golden.shape);
    expect(numbers(data)).toEqual(name === '|?' ? golden.values.map((v) => Number(v !== 0)) : golden.values);
  });

  it('keeps the type of the values', () => {
    expect(decodeNpy(file('|u1')).data).toBeInstanceOf(Uint8Array);
    expect(decodeNpy(file('>i4')).data).toBeInstanceOf(Int32Array);
    expect(decodeNpy(file('<f4')).data).toBeInstanceOf(Float32Array);
    expect(decodeNpy(file('<i8')).data).toBeInstanceOf(BigInt64Array);
  });

  it('reads the extremes of float16', () => {
    const values = [0, -0, 1, -2, 65504, 2 ** -24, 2 ** -14, 1023 * 2 ** -24, Infinity, -Infinity, NaN];
    expect([...(decodeNpy(file('<f2 extremes')).data as Float32Array)]).toEqual(values);
  });

  it('reads a scalar and an array without values', () => {
    expect(decodeNpy(file('scalar'))).toEqual({ data: Float64Array.of(2.5), shape: [] });
    expect(decodeNpy(file('empty'))).toEqual({ data: new Uint8Array(), shape: [0, 28, 28] });
  });

  it('reads a file at an odd place of a larger buffer', () => {
    const larger = new Uint8Array(file('<f8').length + 3);
    larger.set(file('<f8'), 3);
    expect(numbers(decodeNpy(larger.subarray(3)).data)).toEqual(golden.values);
  });

  it('reads format versions 2 and 3', () => {
    const header = "{'descr': '|u1', 'fortran_order': False, 'shape': (2,), }\n";
    for (const version of [2, 3])
      expect(decodeNpy(withHeader(header, [7, 8], version)).data).toEqual(Uint8Array.of(7, 8));
  });

  const dictionary = (descr: string, shape: string) =>
    `{'descr': ${descr}, 'fortran_order': False, 'shape': ${shape}, }`;
  it.each([
    ['an empty file', new Uint8Array(), 'does not begin with \\x93NUMPY'],
    ['another format', new TextEncoder().encode('<!DOCTYPE html>'), 'it is no .npy file'],
    ['a later version', withHeader('', [], 4), 'format version is 4'],
    ['a header cut short', file('|u1').subarray(0, 60), 'header claims 118 bytes; the file has 60'],
    [
      'values cut short',
      file('<f4').subarray(0, 170),
      'shape (2, 2, 3) of type f4 needs 48 bytes and the file holds 42',
    ],
    [
      'bytes left over',
      withHeader(dictionary("'|u1'", '(1,)'), [1, 2]),
      'needs 1 bytes and the file holds 2',
    ],
    ['a pickled object', withHeader(dictionary("'|O'", '(1,)'), [1]), "type '|O'"],
    ['complex numbers', withHeader(dictionary("'<c8'", '(1,)')), "type '<c8'"],
    ['a record type', withHeader(dictionary("[('x', '<f4')]", '(1,)')), "'descr' in the header"],
    [
      'a type named as a property of objects',
      withHeader(dictionary("'|constructor'", '(1,)')),
      "'descr' in the header",
    ],
    [
      'a shape without end',
      withHeader("{'descr': '|u1', 'fortran_order': False, 'shape': (1"),
      "'shape' in the header",
    ],
    ['a shape of 10⁴⁰⁰', withHeader(dictionary("'|u1'", `(1${'0'.repeat(400)}, 0)`)), 'shape (Infinity, 0)'],
    ['no order', withHeader("{'descr': '|u1', 'shape': (0,), }"), "'fortran_order' in the header"],
  ])('names %s', (_, bytes, message) => {
    expect(() => decodeNpy(bytes)).toThrow(RangeError);
    expect(() => decodeNpy(bytes)).toThrow(message);
    expect(() => decodeNpy(bytes)).toThrow(/^decodeNpy: /);
  });
});

describe('encodeNpy', () => {
  it('is read back from an unaligned part of a Node Buffer, which stays as it was', () => {
    const file = encodeNpy({ data: Float32Array.of(1, 2), shape: [2] });
    const buffer = Buffer.concat([Buffer.from('?'), file]);
    expect(decodeNpy(buffer.subarray(1)).data).toEqual(Float32Array.of(1, 2));
    const bigEndian = Buffer.from(file);
    bigEndian[bigEndian.indexOf('<f4')] = '>'.charCodeAt(0);
    const before = Buffer.from(bigEndian);
    decodeNpy(bigEndian);
    expect(bigEndian.equals(before)).toBe(true);
  });

  const sameInC = ['|u1', '|i1', '<u2', '<i2', '<u4', '<i4', '<u8', '<i8', '<f4', '<f8', 'scalar', 'empty'];
  it.each(sameInC)(`writes %s byte for byte as NumPy ${golden.numpy}`, (name) => {
    expect(encodeNpy(decodeNpy(file(name)))).toEqual(file(name));
  });

  it('writes what a view shows, not what lies around it', () => {
    const view = Float32Array.of(9, 1, 2, 9).subarray(1, 3);
    expect(decodeNpy(encodeNpy({ data: view, shape: [2] })).data).toEqual(Float32Array.of(1, 2));
  });

  it('refuses a shape that does not hold the data', () => {
    expect(() => encodeNpy({ data: new Uint8Array(5), shape: [2, 3] })).toThrow(
      'data has 5 values and shape [2,3] needs 6',
    );
  });
});

describe('imagesFromNpy', () => {
  it('takes grey images without a channel dimension', () => {
    const images = imagesFromNpy({ data: new Float32Array(12), shape: [3, 2, 2] }, [0, 1]);
    expect(images.shape).toEqual([3, 2, 2, 1]);
    expect(images.range).toEqual([0, 1]);
  });

  it('brings the channels of PyTorch last', () => {
    // two images, three channels, 1×2 pixels: value = 100·image + 10·channel + pixel
    const data = Uint8Array.of(0, 1, 10, 11, 20, 21, 100, 101, 110, 111, 120, 121);
    const images = imagesFromNpy({ data, shape: [2, 3, 1, 2] }, [0, 255], 'nchw');
    expect(images.shape).toEqual([2, 1, 2, 3]);
    expect([...images.data]).toEqual([0, 10, 20, 1, 11, 21, 100, 110, 120, 101, 111, 121]);
  });

  it('gives back the batch that was written, in both float types', () => {
    for (const data of [new Float32Array([0, 0.25, 0.5, 1]), new Float64Array([0, 0.1, 0.2, 1])]) {
      const batch = imageBatch(data, [1, 2, 2, 1]);
      expect(imagesFromNpy(decodeNpy(encodeNpy(batch)), [0, 1])).toEqual(batch);
    }
  });

  it('widens other integers without loss', () => {
    const wide = imagesFromNpy({ data: Uint16Array.of(0, 65535), shape: [1, 1, 2] }, [0, 65535]);
    expect(wide.data).toEqual(Float32Array.of(0, 65535));
    expect(imagesFromNpy({ data: BigInt64Array.of(7n), shape: [1, 1, 1] }, [0, 255]).data).toEqual(
      Float64Array.of(7),
    );
    expect(imagesFromNpy({ data: Int32Array.of(16777217), shape: [1, 1, 1] }, [0, 2 ** 25]).data[0]).toBe(
      16777217,
    );
  });

  it('refuses flattened images and values outside the declared range', () => {
    expect(() => imagesFromNpy({ data: new Uint8Array(784), shape: [1, 784] }, [0, 255])).toThrow(
      'shape is [1,784]; it must be [n, height, width] or four-dimensional',
    );
    expect(() => imagesFromNpy({ data: Float32Array.of(200), shape: [1, 1, 1] }, [0, 1])).toThrow(
      'value 0 is 200',
    );
  });
});

describe('encodeNpy with float16', () => {
  it('stores the nearest half of each value, ties to even', () => {
    const values = [0, -0, 1, -2, 1 / 3, 65504, 2 ** -24, 2 ** -25, 3 * 2 ** -26, 1 + 2 ** -11, 1 + 3 * 2 ** -11, Infinity, NaN]; // prettier-ignore
    const file = encodeNpy({ data: Float32Array.from(values), shape: [values.length] }, { float16: true });
    expect(file.length).toBe(128 + 2 * values.length);
    const third = 1365 / 4096;
    const halves = [0, -0, 1, -2, third, 65504, 2 ** -24, 0, 2 ** -24, 1, 1 + 2 ** -9, Infinity, NaN];
    expect(Array.from(decodeNpy(file).data as Float32Array)).toEqual(halves);
  });

  it('gives every half back', () => {
    const halves = Uint16Array.from({ length: 65536 }, (_, i) => i).filter(
      (bits) => (bits & 0x7c00) !== 0x7c00,
    );
    const text = new TextDecoder('latin1').decode(encodeNpy({ data: halves, shape: [halves.length] }));
    const asFloats = Uint8Array.from(text.replace('<u2', '<f2'), (char) => char.charCodeAt(0));
    asFloats.set(new Uint8Array(halves.buffer), asFloats.length - halves.byteLength);
    const { data } = decodeNpy(asFloats);
    expect(toFloat16Bits(data as Float32Array)).toEqual(halves);
  });

  it('refuses what no half can hold', () => {
    expect(() => toFloat16Bits(Float32Array.of(1, 65520))).toThrow(
      'value 1 is 65520; float16 ends at ±65504',
    );
  });
});
