import type { Checkpoint } from './checkpoint.js';

const magic = 'aelab checkpoint 1\n';

/**
 * A checkpoint as one block of bytes: a line that names the format, the length of a JSON text (uint32, little-endian),
 * the text, then the float32 values (little-endian) that the text refers to by offset and length.
 */
export function checkpointToBytes(checkpoint: Checkpoint): Uint8Array {
  const arrays: Float32Array[] = [];
  let values = 0;
  const json = JSON.stringify(checkpoint, (_, value: unknown) => {
    if (!(value instanceof Float32Array)) return value;
    arrays.push(value);
    values += value.length;
    return { float32: [values - value.length, value.length] };
  });
  const text = new TextEncoder().encode(json);
  const start = magic.length + 4 + text.length;
  const bytes = new Uint8Array(start + 4 * values);
  bytes.set(new TextEncoder().encode(magic));
  new DataView(bytes.buffer).setUint32(magic.length, text.length, true);
  bytes.set(text, magic.length + 4);
  let at = start;
  for (const array of arrays) {
    bytes.set(new Uint8Array(array.buffer, array.byteOffset, array.byteLength), at);
    at += array.byteLength;
  }
  return bytes;
}

/**
 * The checkpoint that {@link checkpointToBytes} wrote.
 *
 * @throws Error if the bytes are not a checkpoint, or not a whole one
 */
export function checkpointFromBytes(bytes: Uint8Array): Checkpoint {
  const refuse = (what: string) =>
    new Error(`checkpointFromBytes: ${what}; it must be a checkpoint that aelab wrote`);
  if (new TextDecoder().decode(bytes.subarray(0, magic.length)) !== magic)
    throw refuse(`the ${bytes.length} bytes do not begin with "${magic.trim()}"`);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const textLength = bytes.length < magic.length + 4 ? Infinity : view.getUint32(magic.length, true);
  const start = magic.length + 4 + textLength;
  if (start > bytes.length) throw refuse(`it ends after ${bytes.length} bytes, inside its header`);
  const values = new Uint8Array(bytes.subarray(start)); // a copy, and aligned: a Buffer's slice would be neither
  const json = new TextDecoder().decode(bytes.subarray(magic.length + 4, start));
  return JSON.parse(json, (_, value: unknown) => {
    if (!isReference(value)) return value;
    const [from, length] = value.float32;
    if (4 * (from + length) > values.byteLength)
      throw refuse(`it ends after ${bytes.length} bytes, inside its values`);
    return new Float32Array(values.buffer, 4 * from, length);
  }) as Checkpoint;
}

function isReference(value: unknown): value is { float32: [from: number, length: number] } {
  return typeof value === 'object' && value !== null && 'float32' in value;
}
