import { bigEndian, deflate } from './deflate.js';

/** Pixels of one picture: 1 (grey), 3 (RGB) or 4 (RGBA) bytes each, row by row. */
export interface Raster {
  readonly pixels: Uint8Array;
  readonly width: number;
  readonly height: number;
  readonly channels: 1 | 3 | 4;
}

const colourTypes = { 1: 0, 3: 2, 4: 6 } as const;

/**
 * A picture as a PNG file, without loss. The same pixels give the same bytes in Node and in every browser.
 *
 * @throws RangeError if the pixels do not fill width · height · channels, or there are none
 * @example
 * encodePng({ pixels: new Uint8Array([0, 255]), width: 2, height: 1, channels: 1 }).length; // 68
 * @see ISO/IEC 15948:2004
 */
export function encodePng({ pixels, width, height, channels }: Raster): Uint8Array {
  if (pixels.length === 0 || pixels.length !== width * height * channels)
    throw new RangeError(
      `encodePng: there are ${pixels.length} bytes for ${width}×${height} pixels of ${channels} channels; there must be ${width * height * channels}, and one or more`,
    );
  return Uint8Array.from([
    ...[0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a],
    ...chunk('IHDR', [...bigEndian(width), ...bigEndian(height), 8, colourTypes[channels], 0, 0, 0]),
    ...chunk('IDAT', deflate(filtered(pixels, width * channels, channels))),
    ...chunk('IEND', []),
  ]);
}

/** A picture as a `data:` address that `<img>` and SVG's `<image>` take. */
export function pngDataUri(raster: Raster): string {
  let binary = '';
  for (const byte of encodePng(raster)) binary += String.fromCharCode(byte);
  return `data:image/png;base64,${btoa(binary)}`;
}

/** Each row after the byte that names its filter: the one of none, left, up that leaves the least to code. */
function filtered(pixels: Uint8Array, rowLength: number, channels: number): Uint8Array {
  const rows = pixels.length / rowLength;
  const out = new Uint8Array(pixels.length + rows);
  for (let row = 0; row < rows; row++) {
    const value = (i: number) => pixels[row * rowLength + i];
    const above = (i: number) => (row > 0 ? pixels[(row - 1) * rowLength + i] : 0);
    const candidates = [
      (i: number) => value(i),
      (i: number) => value(i) - (i >= channels ? value(i - channels) : 0),
      (i: number) => value(i) - above(i),
    ].map((filter) => Uint8Array.from({ length: rowLength }, (_, i) => filter(i)));
    const effort = candidates.map((bytes) =>
      bytes.reduce((sum, byte) => sum + Math.min(byte, 256 - byte), 0),
    );
    const best = effort.indexOf(Math.min(...effort));
    out[row * (rowLength + 1)] = best;
    out.set(candidates[best], row * (rowLength + 1) + 1);
  }
  return out;
}

function chunk(type: string, data: ArrayLike<number>): number[] {
  const body = Array.from(type, (letter) => letter.charCodeAt(0)).concat(Array.from(data));
  return [...bigEndian(data.length), ...body, ...bigEndian(crc32(body))];
}

function crc32(bytes: readonly number[]): number {
  let crc = 0xffffffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return ~crc >>> 0;
}
