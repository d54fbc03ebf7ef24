/** A file of a tar archive, as it comes by. */
export interface TarEntry {
  readonly path: string;
  readonly size: number;
  /** The bytes; to be read before the next entry is asked for, or not at all. */
  readonly content: AsyncIterable<Uint8Array>;
}

const block = 512;

/**
 * The regular files of a tar archive (ustar), one after the other; links, folders and extended headers are passed over.
 * Nothing is written anywhere: what becomes of an entry, whatever its path, is the caller's choice.
 *
 * @param archive - its bytes in pieces of any size, already decompressed
 * @throws RangeError if a header is damaged or the archive ends within an entry
 * @see IEEE Std 1003.1, "pax", section "ustar Interchange Format"
 */
export async function* tarEntries(archive: AsyncIterable<Uint8Array>): AsyncGenerator<TarEntry> {
  const bytes = byteReader(archive);
  try {
    for (;;) {
      const header = await bytes.exactly(block);
      if (header === undefined || header.every((byte) => byte === 0)) return;
      const { path, size, isFile } = parseHeader(header);
      const body = bytes.body(size, path);
      if (isFile) yield { path, size, content: body.pieces() };
      await body.skip();
      await bytes.exactly((block - (size % block)) % block);
    }
  } finally {
    await bytes.close();
  }
}

function parseHeader(header: Uint8Array): { path: string; size: number; isFile: boolean } {
  const field = (from: number, to: number) => {
    const text = new TextDecoder().decode(header.subarray(from, to));
    return text.split('\0', 1)[0];
  };
  const sum = header.reduce((total, byte, i) => total + (i >= 148 && i < 156 ? 0x20 : byte), 0);
  if (octal(field(148, 156)) !== sum)
    throw new RangeError(
      `tarEntries: a header's checksum is ${field(148, 156)}; it should be ${sum.toString(8)}`,
    );
  const size = octal(field(124, 136));
  if (size === undefined)
    throw new RangeError(`tarEntries: the size of ${field(0, 100)} is no octal number (a damaged archive)`);
  const prefix = field(257, 263) === 'ustar' ? field(345, 500) : '';
  const path = prefix === '' ? field(0, 100) : `${prefix}/${field(0, 100)}`;
  return { path, size, isFile: header[156] === 0 || header[156] === 0x30 };
}

function octal(text: string): number | undefined {
  return /^ *[0-7]+ *$/.test(text) ? parseInt(text, 8) : undefined;
}

/** Takes bytes from pieces of any size, a given number at a time. */
function byteReader(source: AsyncIterable<Uint8Array>) {
  const pieces = source[Symbol.asyncIterator]();
  let rest: Uint8Array = new Uint8Array();

  /** Up to `length` bytes, as many as lie in one piece; none at the end. */
  const some = async (length: number): Promise<Uint8Array> => {
    while (rest.length === 0) {
      const next = await pieces.next();
      if (next.done) return rest;
      rest = next.value;
    }
    const taken = rest.subarray(0, length);
    rest = rest.subarray(taken.length);
    return taken;
  };

  /** The next `length` bytes, handed out or skipped. */
  const body = (length: number, path: string) => {
    let left = length;
    const take = async () => {
      const piece = await some(left);
      if (piece.length === 0)
        throw new RangeError(`tarEntries: the archive ends ${left} bytes before the end of ${path}`);
      left -= piece.length;
      return piece;
    };
    return {
      pieces: async function* () {
        while (left > 0) yield await take();
      },
      skip: async () => {
        while (left > 0) await take();
      },
    };
  };

  /** Exactly `length` bytes; nothing where the archive is at its end. */
  const exactly = async (length: number): Promise<Uint8Array | undefined> => {
    const bytes = new Uint8Array(length);
    for (let filled = 0; filled < length;) {
      const piece = await some(length - filled);
      if (piece.length === 0 && filled === 0) return undefined;
      if (piece.length === 0) throw new RangeError('tarEntries: the archive ends within a header');
      bytes.set(piece, filled);
      filled += piece.length;
    }
    return bytes;
  };

  return { exactly, body, close: () => pieces.return?.() };
}
