import { crc32c } from './crc32c.js';

/** One scalar at one step. */
export interface ScalarEvent {
  readonly tag: string;
  readonly step: number;
  readonly value: number;
  /** Seconds since 1970. */
  readonly wallTime: number;
}

/**
 * A TensorBoard event file of scalars: TFRecords, each an `Event` message of TensorFlow's protocol buffers; the first
 * names the format's version.
 *
 * @see TensorFlow's `event.proto`, `summary.proto` and `record_writer.cc`
 */
export function tensorboardEvents(events: readonly ScalarEvent[]): Uint8Array {
  const begun = events[0]?.wallTime ?? 0;
  const version = Buffer.concat([double(1, begun), bytes(3, Buffer.from('brain.Event:2'))]);
  return Buffer.concat([version, ...events.map(scalarEvent)].map(tfRecord));
}

function scalarEvent({ tag, step, value, wallTime }: ScalarEvent): Buffer {
  const scalar = Buffer.concat([bytes(1, Buffer.from(tag)), float(2, value)]);
  return Buffer.concat([double(1, wallTime), integer(2, step), bytes(5, bytes(1, scalar))]);
}

/** Length, its checksum, the data, its checksum. */
function tfRecord(data: Buffer): Buffer {
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(data.length));
  return Buffer.concat([length, maskedChecksum(length), data, maskedChecksum(data)]);
}

function maskedChecksum(data: Uint8Array): Buffer {
  const checksum = crc32c(data);
  const buffer = Buffer.alloc(4);
  buffer.writeUInt32LE((((checksum >>> 15) | (checksum << 17)) + 0xa282ead8) >>> 0);
  return buffer;
}

// Fields of a protocol buffer: a key of number and wire type, then the value.

function varint(value: number): Buffer {
  const digits: number[] = [];
  for (let rest = value; ; rest = Math.floor(rest / 128)) {
    if (rest < 128) return Buffer.from([...digits, rest]);
    digits.push((rest % 128) + 128);
  }
}

function integer(field: number, value: number): Buffer {
  return Buffer.concat([varint(field * 8), varint(value)]);
}

function double(field: number, value: number): Buffer {
  const buffer = Buffer.alloc(8);
  buffer.writeDoubleLE(value);
  return Buffer.concat([varint(field * 8 + 1), buffer]);
}

function bytes(field: number, value: Buffer): Buffer {
  return Buffer.concat([varint(field * 8 + 2), varint(value.length), value]);
}

function float(field: number, value: number): Buffer {
  const buffer = Buffer.alloc(4);
  buffer.writeFloatLE(value);
  return Buffer.concat([varint(field * 8 + 5), buffer]);
}
