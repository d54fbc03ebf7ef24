/** Bytes that grow as little-endian fields are added. */
export interface ByteWriter {
  readonly u8: (value: number) => void;
  readonly u16: (value: number) => void;
  readonly u32: (value: number) => void;
  readonly f32: (value: number) => void;
  /** A whole number in ±2⁵², as 64 bits, two's complement. */
  readonly i64: (value: number) => void;
  /** LEB128: seven bits a byte, lowest first, the top bit set while more follow. */
  readonly varint: (value: number) => void;
  readonly bytes: (values: Uint8Array) => void;
  /** A copy of all bytes written so far. */
  readonly finish: () => Uint8Array<ArrayBuffer>;
}

export function byteWriter(): ByteWriter {
  let view = new DataView(new ArrayBuffer(256));
  let used = 0;
  const place = (size: number, put: (offset: number) => void): void => {
    while (used + size > view.byteLength) view = doubled(view);
    put(used);
    used += size;
  };
  const u8 = (value: number) => place(1, (at) => view.setUint8(at, value));
  const u32 = (value: number) => place(4, (at) => view.setUint32(at, value, true));
  return {
    u8,
    u16: (value) => place(2, (at) => view.setUint16(at, value, true)),
    u32,
    f32: (value) => place(4, (at) => view.setFloat32(at, value, true)),
    i64: (value) => {
      u32(value);
      u32(Math.floor(value / 2 ** 32));
    },
    varint: (value) => {
      let rest = value;
      for (; rest >= 128; rest = Math.floor(rest / 128)) u8((rest % 128) | 128);
      u8(rest);
    },
    bytes: (values) => place(values.length, (at) => new Uint8Array(view.buffer).set(values, at)),
    finish: () => new Uint8Array(view.buffer.slice(0, used)),
  };
}

function doubled(view: DataView<ArrayBuffer>): DataView<ArrayBuffer> {
  const larger = new Uint8Array(2 * view.byteLength);
  larger.set(new Uint8Array(view.buffer));
  return new DataView(larger.buffer);
}
