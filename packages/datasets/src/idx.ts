/** An array of bytes with its shape: images `[n, height, width]` or labels `[n]`. */
export interface IdxArray {
  readonly shape: readonly number[];
  /** Row-major; a view of the file's bytes, not a copy. */
  readonly data: Uint8Array;
}

const typeNames: Record<number, string> = {
  0x08: 'unsigned byte',
  0x09: 'signed byte',
  0x0b: 'int16',
  0x0c: 'int32',
  0x0d: 'float32',
  0x0e: 'float64',
};

/**
 * The array of an IDX file of unsigned bytes, the format of MNIST and Fashion-MNIST: two zero bytes, the type, the
 * number of dimensions, each dimension as a big-endian 32-bit number, then the values.
 *
 * @param bytes - the whole file, already decompressed
 * @throws RangeError if the bytes are not exactly one such array; the message says what is wrong and where
 * @example
 * decodeIdx(Uint8Array.of(0, 0, 8, 1, 0, 0, 0, 2, 7, 9)); // { shape: [2], data: [7, 9] }
 * @see LeCun, Cortes and Burges, "The MNIST database of handwritten digits"
 */
export function decodeIdx(bytes: Uint8Array): IdxArray {
  const dimensions = checkMagic(bytes);
  const start = 4 + 4 * dimensions;
  if (bytes.length < start)
    throw new RangeError(
      `decodeIdx: the file has ${bytes.length} bytes and its ${dimensions} dimensions need a header of ${start} (a truncated file)`,
    );
  const header = new DataView(bytes.buffer, bytes.byteOffset, start);
  const shape = Array.from({ length: dimensions }, (_, i) => header.getUint32(4 + 4 * i));
  const size = shape.reduce((product, length) => product * length, 1);
  if (bytes.length !== start + size)
    throw new RangeError(
      `decodeIdx: shape [${shape.join(',')}] needs ${size} values and the file holds ${bytes.length - start} (a truncated or damaged file)`,
    );
  return { shape, data: bytes.subarray(start) };
}

/** The number of dimensions, after the four bytes that say what the file is. */
function checkMagic(bytes: Uint8Array): number {
  if (bytes.length < 4)
    throw new RangeError(`decodeIdx: the file has ${bytes.length} bytes; an IDX header has at least 4`);
  if (bytes[0] !== 0 || bytes[1] !== 0)
    throw new RangeError(
      `decodeIdx: the file begins with ${hex(bytes[0])} ${hex(bytes[1])}; an IDX file begins with 00 00 (decompress a .gz file first: 1f 8b)`,
    );
  if (bytes[2] !== 0x08)
    throw new RangeError(
      `decodeIdx: the values are of type ${hex(bytes[2])} (${typeNames[bytes[2]] ?? 'unknown'}); images and labels are 08 (unsigned byte)`,
    );
  if (bytes[3] === 0)
    throw new RangeError('decodeIdx: the array has 0 dimensions; images have 3 and labels 1');
  return bytes[3];
}

function hex(byte: number): string {
  return byte.toString(16).padStart(2, '0');
}
