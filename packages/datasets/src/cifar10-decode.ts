import { interleave } from './interleave.js';
import { decodePickle, isPickleObject, type PickleValue } from './pickle.js';

/** Images `[n, 32, 32, 3]`, row by row with interleaved colours, and their labels. */
export interface Cifar10Images {
  readonly pixels: Uint8Array;
  readonly labels: Uint8Array;
}

const side = 32;
export const imageBytes = 3 * side * side;
export const recordBytes = 1 + imageBytes;
const classes = 10;

/** Room for n images, and for so many bytes behind them in the buffer. */
export function cifar10Images(n: number, spareBytes = 0): Cifar10Images {
  const room = new Uint8Array(n * imageBytes + spareBytes);
  return { pixels: room.subarray(0, n * imageBytes), labels: new Uint8Array(n) };
}

/**
 * The images of a file of the binary layout: records of one label byte, then 1,024 red, 1,024 green and 1,024 blue bytes.
 *
 * @throws RangeError if the bytes are no whole number of records, or a label is not 0 to 9
 * @see Krizhevsky, "The CIFAR-10 dataset", section "Binary version"
 */
export function decodeCifar10Binary(bytes: Uint8Array): Cifar10Images {
  if (bytes.length % recordBytes !== 0)
    throw new RangeError(
      `decodeCifar10Binary: the file has ${bytes.length} bytes; it must be a whole number of records of ${recordBytes} (a truncated file)`,
    );
  const images = cifar10Images(bytes.length / recordBytes);
  decodeRecords(bytes, images, 0);
  return images;
}

/** Decodes whole records into the places of `images` from `first` on. */
export function decodeRecords(records: Uint8Array, { pixels, labels }: Cifar10Images, first: number): void {
  for (let from = 0, i = first; from < records.length; from += recordBytes, i++) {
    labels[i] = checkedLabel('decodeCifar10Binary', i, records[from]);
    interleave(records, from + 1, pixels, i * imageBytes, side, false);
  }
}

/**
 * The images of a Python batch, read without running any pickle code: a dictionary with `data`, a NumPy array of bytes
 * `[n, 3072]`, and `labels`, a list of n numbers.
 *
 * @throws RangeError if the bytes are no such batch
 * @see Krizhevsky, "The CIFAR-10 dataset", section "Python version"
 */
export function decodeCifar10Pickle(bytes: Uint8Array): Cifar10Images {
  const batch = readBatch(bytes);
  const images = cifar10Images(batch.labels.length);
  decodeBatch(batch, images, 0);
  return images;
}

/** What a Python batch holds: `planes` is a view of the file. */
interface Cifar10Batch {
  readonly planes: Uint8Array;
  readonly labels: readonly PickleValue[];
}

export function readBatch(bytes: Uint8Array): Cifar10Batch {
  const batch = decodePickle(bytes);
  if (!(batch instanceof Map)) throw new RangeError('decodeCifar10Pickle: the pickle is no dictionary');
  const planes = byteRows(batch.get('data'));
  const labels = batch.get('labels');
  const n = planes.length / imageBytes;
  if (!Array.isArray(labels) || labels.length !== n)
    throw new RangeError(`decodeCifar10Pickle: 'labels' is no list of ${n} numbers, one per image`);
  return { planes, labels };
}

/** Decodes a batch into the places of `images` from `first` on; its planes may lie there already, or behind. */
export function decodeBatch(
  { planes, labels }: Cifar10Batch,
  { pixels, labels: target }: Cifar10Images,
  first: number,
): void {
  const image = new Uint8Array(imageBytes);
  for (let i = 0; i < labels.length; i++) {
    target[first + i] = checkedLabel('decodeCifar10Pickle', i, labels[i]);
    image.set(planes.subarray(i * imageBytes, (i + 1) * imageBytes));
    interleave(image, 0, pixels, (first + i) * imageBytes, side, false);
  }
}

function checkedLabel(caller: string, i: number, label: PickleValue): number {
  if (typeof label === 'number' && Number.isInteger(label) && label >= 0 && label < classes) return label;
  throw new RangeError(`${caller}: label ${i} is ${shown(label)}; it must be a whole number from 0 to 9`);
}

/** The values of a pickled NumPy array of bytes with rows of one image each, in C order. */
function byteRows(array: PickleValue | undefined): Uint8Array {
  const state = isPickleObject(array) ? array.state : undefined;
  const [, shape, type, fortran, values] = Array.isArray(state) ? state : [];
  const [rows, columns] = Array.isArray(shape) ? shape : [];
  const typeName = isPickleObject(type) && Array.isArray(type.args) ? type.args[0] : undefined;
  const isBytes = typeName instanceof Uint8Array && String.fromCharCode(...typeName.subarray(0, 2)) === 'u1';
  if (!(values instanceof Uint8Array) || !isBytes || fortran !== false || columns !== imageBytes)
    throw new RangeError(
      `decodeCifar10Pickle: 'data' is no array of bytes with rows of ${imageBytes}, in C order`,
    );
  if (values.length !== Number(rows) * imageBytes)
    throw new RangeError(
      `decodeCifar10Pickle: 'data' claims ${shown(rows)} rows of ${imageBytes} and has ${values.length} bytes`,
    );
  return values;
}

function shown(value: PickleValue | undefined): string {
  return typeof value === 'number' ? String(value) : 'no number';
}
