import { AelFormatError } from './ael-format-error.js';

/** Bits packed into bytes, the lowest bit of each byte first. */
export interface BitWriter {
  /** The `width` low bits of the value, 0 to 31 of them. */
  readonly bits: (value: number, width: number) => void;
  /** A whole number from 0 in about 2·log2(value / 2^k + 1) + k + 1 bits. */
  readonly expGolomb: (value: number, k: number) => void;
  /** The bytes, the last one filled up with zeros. */
  readonly finish: () => Uint8Array<ArrayBuffer>;
}

export function bitWriter(): BitWriter {
  const bytes: number[] = [];
  let used = 8;
  const bit = (value: number) => {
    if (used === 8) {
      bytes.push(0);
      used = 0;
    }
    bytes[bytes.length - 1] |= value << used++;
  };
  const bits = (value: number, width: number) => {
    for (let i = 0; i < width; i++) bit((value >>> i) & 1);
  };
  return {
    bits,
    expGolomb: (value, k) => {
      const shifted = value + 2 ** k;
      const extra = 31 - Math.clz32(shifted) - k;
      for (let i = 0; i < extra; i++) bit(0);
      bit(1);
      bits(shifted, k + extra);
    },
    finish: () => Uint8Array.from(bytes),
  };
}

export interface BitReader {
  readonly bits: (width: number) => number;
  readonly expGolomb: (k: number) => number;
  /** Checks that what is left of the last byte is zeros and nothing follows it. */
  readonly end: () => void;
}

/** @param what - the part of the file that a message names */
export function bitReader(bytes: Uint8Array, what: string): BitReader {
  let at = 0;
  const bits = (width: number): number => {
    if (at + width > 8 * bytes.length) throw new AelFormatError(`${what}: it is cut short`);
    let value = 0;
    for (let i = 0; i < width; i++, at++) value |= ((bytes[at >>> 3] >>> (at & 7)) & 1) << i;
    return value;
  };
  return {
    bits,
    expGolomb: (k) => {
      let width = k;
      for (; bits(1) === 0; width++)
        if (width === 30) throw new AelFormatError(`${what}: a number in it is 2^30 or more`);
      return 2 ** width + bits(width) - 2 ** k;
    },
    end: () => {
      const left = 8 * bytes.length - at;
      if (left > 7 || bits(left) !== 0)
        throw new AelFormatError(`${what}: bits are left over behind its end`);
    },
  };
}

/** Signed to unsigned, small stays small: 0, −1, 1, −2, 2 … become 0, 1, 2, 3, 4. */
export function zigzag(value: number): number {
  return value < 0 ? -2 * value - 1 : 2 * value;
}

export function unzigzag(value: number): number {
  return value % 2 ? -(value + 1) / 2 : value / 2;
}
