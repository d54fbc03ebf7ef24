import { AelFormatError } from './ael-format-error.js';

/** Little-endian fields read one after another; each throws {@link AelFormatError} where the bytes end. */
export interface ByteReader {
  readonly u8: () => number;
  readonly u16: () => number;
  readonly u32: () => number;
  readonly f32: () => number;
  readonly i64: () => number;
  /** LEB128 below 2³²; a longer form than needed is refused, so that each number has one spelling. */
  readonly varint: () => number;
  /** The next `length` bytes, not copied. */
  readonly bytes: (length: number) => Uint8Array;
  readonly remaining: () => number;
}

/** @param what - the part of the file that the message names: `header`, `block 3` */
export function byteReader(bytes: Uint8Array, what: string): ByteReader {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let at = 0;
  const take = (size: number): number => {
    if (size > bytes.length - at)
      throw new AelFormatError(
        `${what}: ${bytes.length} bytes, and a field needs ${at + size}; it is cut short`,
      );
    at += size;
    return at - size;
  };
  const u8 = () => bytes[take(1)];
  const u32 = () => view.getUint32(take(4), true);
  const i32 = () => view.getInt32(take(4), true);
  return {
    u8,
    u16: () => view.getUint16(take(2), true),
    u32,
    f32: () => view.getFloat32(take(4), true),
    i64: () => wholeNumber(what, u32() + i32() * 2 ** 32),
    varint: () => {
      let value = 0;
      for (let scale = 1; ; scale *= 128) {
        const byte = u8();
        value += (byte & 127) * scale;
        if (value >= 2 ** 32 || (byte === 0 && scale > 1))
          throw new AelFormatError(`${what}: a varint is longer than it needs to be or not below 2^32`);
        if (byte < 128) return value;
      }
    },
    bytes: (length) => {
      const start = take(length);
      return bytes.subarray(start, start + length);
    },
    remaining: () => bytes.length - at,
  };
}

function wholeNumber(what: string, value: number): number {
  if (Math.abs(value) > 2 ** 52)
    throw new AelFormatError(`${what}: a 64-bit number is ${value}; it must lie within ±2^52`);
  return value;
}
