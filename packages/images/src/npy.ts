import { imageBatch, type ImageBatch } from './image-batch.js';

/** Values in the types that both NumPy and JavaScript have. */
export type NpyValues =
  | Uint8Array
  | Int8Array
  | Uint16Array
  | Int16Array
  | Uint32Array
  | Int32Array
  | BigUint64Array
  | BigInt64Array
  | Float32Array
  | Float64Array;

/** An array of a `.npy` file: `data` in row-major (C) order. An {@link ImageBatch} is one, too. */
export interface NpyArray {
  readonly data: NpyValues;
  readonly shape: readonly number[];
}

type ValuesConstructor = new (buffer: ArrayBufferLike, offset: number, length: number) => NpyValues;

/** NumPy's type codes without the byte order. Booleans are read as bytes. */
const types: Record<string, { readonly size: number; readonly Values: ValuesConstructor }> = {
  u1: { size: 1, Values: Uint8Array },
  b1: { size: 1, Values: Uint8Array },
  i1: { size: 1, Values: Int8Array },
  u2: { size: 2, Values: Uint16Array },
  i2: { size: 2, Values: Int16Array },
  u4: { size: 4, Values: Uint32Array },
  i4: { size: 4, Values: Int32Array },
  u8: { size: 8, Values: BigUint64Array },
  i8: { size: 8, Values: BigInt64Array },
  f2: { size: 2, Values: Uint16Array },
  f4: { size: 4, Values: Float32Array },
  f8: { size: 8, Values: Float64Array },
};

const hostOrder = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1 ? '<' : '>';
const longestHeader = 10_000;

/**
 * The array of a NumPy `.npy` file: numbers of any type but complex ones, either byte order, C or Fortran order.
 *
 * The values keep their type, except that booleans come as bytes and float16 as Float32Array (exactly). int64, NumPy's
 * own default for labels, comes as BigInt64Array. The file says nothing of a value range: see {@link imagesFromNpy}.
 *
 * @param bytes - the whole file
 * @returns the array in C order; a view of `bytes` where type, order and alignment allow it, else a copy
 * @throws RangeError if the bytes are not exactly one such array; no pickled object is ever run
 * @example
 * const file = encodeNpy({ data: Float32Array.of(1, 2, 3, 4, 5, 6), shape: [2, 3] });
 * decodeNpy(file).shape; // [2, 3]
 * @see NumPy Enhancement Proposal 1, "A simple file format for NumPy arrays"
 */
export function decodeNpy(bytes: Uint8Array): NpyArray {
  const { text, start } = npyHeader(bytes);
  const [, order, type] = field(text, 'descr', /'([<>|=]?)([a-zA-Z]\d*)'/, 'a type such as <f4');
  const [, fortran] = field(text, 'fortran_order', /(True|False)/, 'True or False');
  const [, sizes] = field(text, 'shape', /\(([\d, ]*)\)/, 'a tuple of whole numbers');
  const shape = sizes.split(',').flatMap((size) => (size.trim() === '' ? [] : [Number(size)]));
  if (!Object.hasOwn(types, type))
    throw new RangeError(
      `decodeNpy: the values are of type '${order}${type}'; it must be one of ${Object.keys(types).join(', ')} (save the array with .astype first)`,
    );
  const swapped = (order === '<' || order === '>') && order !== hostOrder;
  const stored = storedValues(bytes.subarray(start), shape, type, swapped);
  const data = type === 'f2' ? widenHalves(stored as Uint16Array) : stored;
  return { data: fortran === 'True' ? rowMajor(data, shape) : data, shape };
}

/** The header's text, and where the values start. */
function npyHeader(bytes: Uint8Array): { text: string; start: number } {
  if (bytes.length < 10 || String.fromCharCode(...bytes.subarray(0, 6)) !== '\x93NUMPY')
    throw new RangeError('decodeNpy: the file does not begin with \\x93NUMPY; it is no .npy file');
  const version = bytes[6];
  if (version < 1 || version > 3)
    throw new RangeError(`decodeNpy: the format version is ${version}; it must be 1, 2 or 3`);
  const start = version === 1 ? 10 : 12;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const length = version === 1 ? view.getUint16(8, true) : bytes.length < 12 ? NaN : view.getUint32(8, true);
  if (!(start + length <= bytes.length && length <= longestHeader))
    throw new RangeError(
      `decodeNpy: the header claims ${length} bytes; the file has ${bytes.length}, and a header at most ${longestHeader} (a truncated or damaged file)`,
    );
  const text = new TextDecoder('latin1').decode(bytes.subarray(start, start + length));
  return { text, start: start + length };
}

function field(header: string, name: string, pattern: RegExp, needed: string): RegExpMatchArray {
  const match = new RegExp(`['"]${name}['"]:\\s*${pattern.source}`).exec(header);
  if (match === null)
    throw new RangeError(
      `decodeNpy: '${name}' in the header ${header.trim().slice(0, 200)} is not ${needed}`,
    );
  return match;
}

function storedValues(
  bytes: Uint8Array,
  shape: readonly number[],
  type: string,
  swapped: boolean,
): NpyValues {
  const { size, Values } = types[type];
  const length = shape.reduce((product, side) => product * side, 1);
  if (bytes.length !== length * size)
    throw new RangeError(
      `decodeNpy: shape (${shape.join(', ')}) of type ${type} needs ${length * size} bytes and the file holds ${bytes.length} (a truncated or damaged file)`,
    );
  // Not bytes.slice(): that of a Node Buffer is no copy.
  const aligned = bytes.byteOffset % size === 0 && !swapped ? bytes : new Uint8Array(bytes);
  if (swapped) for (let i = 0; i < aligned.length; i += size) aligned.subarray(i, i + size).reverse();
  return new Values(aligned.buffer, aligned.byteOffset, length);
}

/** IEEE 754 binary16 to binary32: every half is exact in it. */
function widenHalves(halves: Uint16Array): Float32Array {
  return Float32Array.from(halves, (half) => {
    const exponent = (half >> 10) & 31;
    const fraction = half & 1023;
    const magnitude =
      exponent === 31
        ? fraction === 0
          ? Infinity
          : NaN
        : exponent === 0
          ? fraction * 2 ** -24
          : (1024 + fraction) * 2 ** (exponent - 25);
    return half >> 15 === 0 ? magnitude : -magnitude;
  });
}

/**
 * The IEEE 754 binary16 nearest to each number, as 16 bits; ties go to the even one.
 *
 * @throws RangeError if a number is finite and beyond ±65504, where binary16 has only infinity
 * @example
 * toFloat16Bits(Float32Array.of(1, -0.333333)); // [15360, 46421]
 */
export function toFloat16Bits(values: Float32Array): Uint16Array {
  const words = new Uint32Array(values.slice().buffer);
  return Uint16Array.from(words, (bits, i) => {
    const sign = (bits >>> 16) & 0x8000;
    const magnitude = bits & 0x7fffffff;
    if (magnitude >= 0x7f800000) return sign | (magnitude > 0x7f800000 ? 0x7e00 : 0x7c00);
    if (magnitude >= 0x477ff000)
      throw new RangeError(`toFloat16Bits: value ${i} is ${values[i]}; float16 ends at ±65504 (use float32)`);
    if (magnitude < 0x38800000) return sign | roundHalfEven(Math.abs(values[i]) * 2 ** 24);
    const rebiased = magnitude - 0x38000000;
    return sign | ((rebiased + 0xfff + ((rebiased >>> 13) & 1)) >>> 13);
  });
}

function roundHalfEven(value: number): number {
  const below = Math.floor(value);
  const rest = value - below;
  return rest > 0.5 || (rest === 0.5 && below % 2 === 1) ? below + 1 : below;
}

/** Values in Fortran order, first index fastest, brought into C order, last index fastest. */
function rowMajor(data: NpyValues, shape: readonly number[]): NpyValues {
  const source = data as Float64Array;
  const result = source.slice();
  const strides = shape.map((_, axis) => shape.slice(0, axis).reduce((a, b) => a * b, 1));
  const index = new Array<number>(shape.length).fill(0);
  for (let to = 0, from = 0; to < result.length; to++) {
    result[to] = source[from];
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      from += strides[axis];
      if (++index[axis] < shape[axis]) break;
      from -= strides[axis] * shape[axis];
      index[axis] = 0;
    }
  }
  return result;
}

export interface NpyOptions {
  /** Stores Float32Array values as float16, rounded; `false` by default. */
  readonly float16?: boolean;
}

/**
 * The bytes of a NumPy `.npy` file with the array: format 1.0, C order, the machine's own byte order. The same bytes
 * as `numpy.save` writes.
 *
 * @param array - its `data` in row-major order; an {@link ImageBatch} is an array, too (its range is not in the file)
 * @throws RangeError if the shape does not hold the data, or a value is beyond float16
 * @example
 * encodeNpy({ data: Uint8Array.of(7, 8), shape: [2] }).length; // 130
 */
export function encodeNpy({ data, shape }: NpyArray, options: NpyOptions = {}): Uint8Array {
  if (options.float16 && data instanceof Float32Array)
    return npyFile('f2', { data: toFloat16Bits(data), shape });
  const [type] = Object.entries(types).find(([, { Values }]) => data instanceof Values) as [string, unknown];
  return npyFile(type, { data, shape });
}

function npyFile(type: string, { data, shape }: NpyArray): Uint8Array {
  const length = shape.reduce((product, side) => product * side, 1);
  if (length !== data.length)
    throw new RangeError(
      `encodeNpy: data has ${data.length} values and shape [${shape.join(',')}] needs ${length}`,
    );
  const header = headerFor(type, data.BYTES_PER_ELEMENT, shape);
  const file = new Uint8Array(header.length + data.byteLength);
  file.set(header);
  file.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), header.length);
  return file;
}

/** Ends at a multiple of 64, after room for the first dimension to grow to 21 digits, as NumPy leaves it. */
function headerFor(type: string, size: number, shape: readonly number[]): Uint8Array {
  const order = size === 1 ? '|' : hostOrder;
  const tuple = shape.length === 1 ? `${shape[0]},` : shape.join(', ');
  const text = `{'descr': '${order}${type}', 'fortran_order': False, 'shape': (${tuple}), }`;
  const room = shape.length === 0 ? 0 : 21 - String(shape[0]).length;
  const length = Math.floor((10 + text.length + room + 1) / 64) * 64 + 64;
  const header = new Uint8Array(length).fill(0x20);
  header.set([0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0]);
  new DataView(header.buffer).setUint16(8, length - 10, true);
  header.set(new TextEncoder().encode(text), 10);
  header[length - 1] = 0x0a;
  return header;
}

/**
 * An image batch from a NumPy array of shape `[n, height, width]` or `[n, height, width, channels]`.
 *
 * PyTorch keeps channels first: say `'nchw'` for `[n, channels, height, width]`. A batch of 3-channel images read with
 * the wrong layout has a plausible mean and worthless structure.
 *
 * @param array - from {@link decodeNpy}; integers of 16 bits become Float32Array, wider ones Float64Array
 * @param range - the lowest and highest value that the images may have; no file says it, so the caller must
 * @param layout - of a four-dimensional array
 * @throws RangeError if the array has another number of dimensions or its values do not belong to the range
 * @example
 * imagesFromNpy({ data: Uint8Array.of(0, 255), shape: [2, 1, 1] }, [0, 255]).shape; // [2, 1, 1, 1]
 */
export function imagesFromNpy(
  array: NpyArray,
  range: ImageBatch['range'],
  layout: 'nhwc' | 'nchw' = 'nhwc',
): ImageBatch {
  const { shape } = array;
  if (shape.length !== 3 && shape.length !== 4)
    throw new RangeError(
      `imagesFromNpy: shape is [${shape.join(',')}]; it must be [n, height, width] or four-dimensional (reshape the array first)`,
    );
  const data = pixelValues(array.data);
  const [n, a, b, c = 1] = shape;
  if (shape.length === 3 || layout === 'nhwc') return imageBatch(data, [n, a, b, c], range);
  return imageBatch(channelsLast(data, n, a, b * c), [n, b, c, a], range);
}

function pixelValues(values: NpyValues): ImageBatch['data'] {
  if (values instanceof Uint8Array || values instanceof Float32Array || values instanceof Float64Array)
    return values;
  if (values instanceof BigInt64Array || values instanceof BigUint64Array)
    return Float64Array.from(values as BigInt64Array, Number);
  return values.BYTES_PER_ELEMENT === 4 ? Float64Array.from(values) : Float32Array.from(values);
}

function channelsLast(
  data: ImageBatch['data'],
  n: number,
  channels: number,
  pixels: number,
): ImageBatch['data'] {
  const result = data.slice();
  for (let image = 0; image < n; image++)
    for (let channel = 0; channel < channels; channel++) {
      const from = (image * channels + channel) * pixels;
      const to = image * pixels * channels + channel;
      for (let i = 0; i < pixels; i++) result[to + i * channels] = data[from + i];
    }
  return result;
}
