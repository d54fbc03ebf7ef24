const scratch = new DataView(new ArrayBuffer(4));

/**
 * The IEEE 754 binary16 nearest to a number, as its 16 bits; ties go to the even one.
 *
 * @throws RangeError if the number is finite and beyond ±65504, where binary16 has only infinity
 * @example
 * toFloat16Bits(1); // 15360
 */
export function toFloat16Bits(value: number): number {
  scratch.setFloat32(0, value);
  const bits = scratch.getUint32(0);
  const sign = (bits >>> 16) & 0x8000;
  const magnitude = bits & 0x7fffffff;
  if (magnitude >= 0x7f800000) return sign | (magnitude > 0x7f800000 ? 0x7e00 : 0x7c00);
  if (magnitude >= 0x477ff000)
    throw new RangeError(`toFloat16Bits: value is ${value}; float16 ends at ±65504 (use float32)`);
  if (magnitude < 0x38800000) return sign | roundHalfEven(Math.abs(value) * 2 ** 24);
  const rebiased = magnitude - 0x38000000;
  return sign | ((rebiased + 0xfff + ((rebiased >>> 13) & 1)) >>> 13);
}

/**
 * The number that 16 bits of IEEE 754 binary16 stand for, exactly.
 *
 * @example
 * fromFloat16Bits(0x3555); // 0.333252
 */
export function fromFloat16Bits(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >>> 10) & 31;
  const fraction = bits & 1023;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 31) return fraction ? NaN : sign * Infinity;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}

function roundHalfEven(value: number): number {
  const below = Math.floor(value);
  const rest = value - below;
  return rest > 0.5 || (rest === 0.5 && below % 2 === 1) ? below + 1 : below;
}
