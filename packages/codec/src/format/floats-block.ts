import type { FloatQuantiser } from '../quantise/quantiser.js';
import { AelFormatError } from './ael-format-error.js';
import { fromFloat16Bits, toFloat16Bits } from './float16.js';

/** Bytes of a value. */
export const FLOAT_BYTES = { float32: 4, float16: 2 } as const;

/** Values one after another, little-endian; float32 bit by bit, so that even a NaN keeps its payload. */
export function encodeFloats(values: Float32Array, precision: FloatQuantiser['precision']): Uint8Array {
  const bytes = new Uint8Array(values.length * FLOAT_BYTES[precision]);
  const view = new DataView(bytes.buffer);
  if (precision === 'float32') bitsOf(values).forEach((bits, i) => view.setUint32(4 * i, bits, true));
  else values.forEach((value, i) => view.setUint16(2 * i, toFloat16Bits(value), true));
  return bytes;
}

/** @throws AelFormatError if the payload does not hold exactly `count` values */
export function decodeFloats(
  payload: Uint8Array,
  count: number,
  precision: FloatQuantiser['precision'],
): Float32Array {
  const needed = count * FLOAT_BYTES[precision];
  if (payload.length !== needed)
    throw new AelFormatError(`block: ${payload.length} bytes; ${count} ${precision} values need ${needed}`);
  const view = new DataView(payload.buffer, payload.byteOffset, payload.byteLength);
  const values = new Float32Array(count);
  const bits = bitsOf(values);
  for (let i = 0; i < count; i++)
    if (precision === 'float32') bits[i] = view.getUint32(4 * i, true);
    else values[i] = fromFloat16Bits(view.getUint16(2 * i, true));
  return values;
}

function bitsOf(values: Float32Array): Uint32Array {
  return new Uint32Array(values.buffer, values.byteOffset, values.length);
}
