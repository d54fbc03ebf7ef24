import { crc32c } from './crc32c.js';

/** `\x89AEL`: the first byte is no text, so that nobody takes the file for it. */
export const MAGIC = Uint8Array.of(0x89, 0x41, 0x45, 0x4c);
/** The magic backwards: a file that ends otherwise is cut short. */
export const END_MAGIC = Uint8Array.of(0x4c, 0x45, 0x41, 0x89);
export const VERSION = 1;
export const CRC_SIZE = 4;

/**
 * The checksum of a block, or of the index as the block after the last: it covers the header's checksum and the block's
 * number too, so that a block of another file or place is not taken for this one.
 */
export function blockCrc(headerCrc: number, block: number, payload: Uint8Array): number {
  const place = new DataView(new ArrayBuffer(8));
  place.setUint32(0, headerCrc, true);
  place.setUint32(4, block, true);
  return crc32c(payload, crc32c(new Uint8Array(place.buffer)));
}
