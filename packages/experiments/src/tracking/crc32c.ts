/**
 * The CRC-32C (Castagnoli) checksum of bytes.
 *
 * @returns a whole number in [0, 2³²)
 * @see RFC 3720, appendix B.4
 */
export function crc32c(data: Uint8Array): number {
  let checksum = 0xffffffff;
  for (const byte of data) checksum = (checksum >>> 8) ^ table[(checksum ^ byte) & 0xff];
  return (checksum ^ 0xffffffff) >>> 0;
}

const reflectedPolynomial = 0x82f63b78;

const table = Uint32Array.from({ length: 256 }, (_, byte) => {
  let remainder = byte;
  for (let bit = 0; bit < 8; bit++)
    remainder = remainder & 1 ? (remainder >>> 1) ^ reflectedPolynomial : remainder >>> 1;
  return remainder;
});
