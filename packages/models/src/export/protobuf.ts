/** The bytes of one field, or of none. */
export type Field = Uint8Array;

/** A whole number, a truth value or a member of an enumeration. */
export function integerField(number: number, value: number): Field {
  return concatenate([varint(8 * number), varint(value)]);
}

export function floatField(number: number, value: number): Field {
  const bytes = new Uint8Array(4);
  new DataView(bytes.buffer).setFloat32(0, value, true);
  return concatenate([varint(8 * number + 5), bytes]);
}

export function bytesField(number: number, bytes: Uint8Array): Field {
  return concatenate([varint(8 * number + 2), varint(bytes.length), bytes]);
}

export function textField(number: number, text: string): Field {
  return bytesField(number, new TextEncoder().encode(text));
}

/** A message inside a message; its fields one after another. */
export function messageField(number: number, fields: readonly Field[]): Field {
  return bytesField(number, concatenate(fields));
}

/**
 * The bytes of a message: its fields one after another.
 *
 * @see Protocol Buffers, "Encoding", https://protobuf.dev/programming-guides/encoding/
 */
export function concatenate(parts: readonly Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}

/** Seven bits a byte, the lowest first; a negative number takes ten bytes, as its 64-bit complement. */
function varint(value: number): Uint8Array {
  const bytes: number[] = [];
  for (let left = BigInt.asUintN(64, BigInt(value)); ; left >>= 7n) {
    if (left < 128n) return Uint8Array.from([...bytes, Number(left)]);
    bytes.push(Number(left & 127n) + 128);
  }
}
