/** The reflected Castagnoli polynomial. */
const POLYNOMIAL = 0x82f63b78;

let remainders: Uint32Array | undefined;

/**
 * CRC-32C (Castagnoli) of the bytes: finds every single-bit flip and every burst of up to 32 bits.
 *
 * @param bytes - any number of bytes
 * @param previous - the CRC of the bytes before these, to go on from
 * @returns a whole number in [0, 2³²)
 * @example
 * crc32c(new TextEncoder().encode('123456789')) === 0xe3069283; // true
 * @see RFC 3720, appendix B.4
 */
export function crc32c(bytes: Uint8Array, previous = 0): number {
  remainders ??= Uint32Array.from({ length: 256 }, remainder);
  let crc = ~previous;
  for (let i = 0; i < bytes.length; i++) crc = remainders[(crc ^ bytes[i]) & 255] ^ (crc >>> 8);
  return ~crc >>> 0;
}

function remainder(_: unknown, byte: number): number {
  let crc = byte;
  for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ POLYNOMIAL : crc >>> 1;
  return crc;
}
