/**
 * Bytes as a zlib stream: LZ77 with the fixed Huffman code, and nothing that another version might choose otherwise.
 * The same bytes come out in Node and in every browser, which zlib and `CompressionStream` do not promise.
 *
 * @see RFC 1950 and RFC 1951
 */
export function deflate(bytes: Uint8Array): Uint8Array {
  const out = bitWriter();
  out.bits(0x0178, 16); // zlib: 32 KiB window, least effort
  out.bits(0b011, 3); // the last block, fixed code
  const head = new Int32Array(1 << 15).fill(-1);
  let at = 0;
  while (at < bytes.length) {
    const length = at + 3 <= bytes.length ? writeMatch(out, bytes, at, head) : 0;
    if (length === 0) writeSymbol(out, bytes[at]);
    at += Math.max(length, 1);
  }
  writeSymbol(out, 256);
  out.flush();
  for (const byte of bigEndian(adler32(bytes))) out.bits(byte, 8);
  return out.bytes();
}

/** Writes a repetition of earlier bytes, and says how many it covers: 0 where there is none worth it. */
function writeMatch(out: BitWriter, bytes: Uint8Array, at: number, head: Int32Array): number {
  const hash =
    (Math.imul((bytes[at] << 16) | (bytes[at + 1] << 8) | bytes[at + 2], 0x9e3779b1) >>> 17) & 0x7fff;
  const from = head[hash];
  head[hash] = at;
  if (from < 0 || at - from > 32768) return 0;
  const longest = Math.min(258, bytes.length - at);
  let length = 0;
  while (length < longest && bytes[from + length] === bytes[at + length]) length++;
  if (length < 3) return 0;
  writeLength(out, length);
  writeDistance(out, at - from);
  return length;
}

// Lengths and distances come in groups: a symbol for the group, then extra bits for the place in it.
const lengthBase = groups(28, 3, 8, 4).concat(258);
const lengthExtra = extraBits(28, 8, 4).concat(0);
const distanceBase = groups(30, 1, 4, 2);
const distanceExtra = extraBits(30, 4, 2);

function extraBits(count: number, first: number, perStep: number): number[] {
  return Array.from({ length: count }, (_, i) => Math.max(0, Math.floor((i - first) / perStep) + 1));
}

function groups(count: number, start: number, first: number, perStep: number): number[] {
  let base = start;
  return extraBits(count, first, perStep).map((bits) => (base += 1 << bits) - (1 << bits));
}

function writeLength(out: BitWriter, length: number): void {
  const group = lengthBase.findLastIndex((base) => base <= length);
  writeSymbol(out, 257 + group);
  out.bits(length - lengthBase[group], lengthExtra[group]);
}

function writeDistance(out: BitWriter, distance: number): void {
  const group = distanceBase.findLastIndex((base) => base <= distance);
  out.bits(reversed(group, 5), 5);
  out.bits(distance - distanceBase[group], distanceExtra[group]);
}

/** A literal byte, the end (256) or a group of lengths, in the fixed code of RFC 1951, section 3.2.6. */
function writeSymbol(out: BitWriter, symbol: number): void {
  if (symbol < 144) out.bits(reversed(0x30 + symbol, 8), 8);
  else if (symbol < 256) out.bits(reversed(0x190 + symbol - 144, 9), 9);
  else if (symbol < 280) out.bits(reversed(symbol - 256, 7), 7);
  else out.bits(reversed(0xc0 + symbol - 280, 8), 8);
}

/** Huffman codes are written from their highest bit, all else from the lowest. */
function reversed(code: number, length: number): number {
  let result = 0;
  for (let i = 0; i < length; i++) result |= ((code >> i) & 1) << (length - 1 - i);
  return result;
}

interface BitWriter {
  bits(value: number, count: number): void;
  /** Fills the last byte with zeros. */
  flush(): void;
  bytes(): Uint8Array;
}

function bitWriter(): BitWriter {
  const written: number[] = [];
  let buffer = 0;
  let filled = 0;
  const bits = (value: number, count: number) => {
    buffer |= value << filled;
    filled += count;
    for (; filled >= 8; filled -= 8, buffer >>>= 8) written.push(buffer & 0xff);
  };
  return { bits, flush: () => bits(0, (8 - filled) % 8), bytes: () => Uint8Array.from(written) };
}

function adler32(bytes: Uint8Array): number {
  let [a, b] = [1, 0];
  for (const byte of bytes) {
    a = (a + byte) % 65521;
    b = (b + a) % 65521;
  }
  return b * 65536 + a;
}

export function bigEndian(value: number): number[] {
  return [value >>> 24, (value >>> 16) & 0xff, (value >>> 8) & 0xff, value & 0xff];
}
