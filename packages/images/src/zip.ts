/** What the central directory says of one file. */
interface Entry {
  readonly name: string;
  readonly method: number;
  readonly crc: number;
  readonly compressed: number;
  readonly size: number;
  readonly offset: number;
}

const endSignature = 0x06054b50;
const entrySignature = 0x02014b50;
const localSignature = 0x04034b50;
const stored = 0;
const deflated = 8;
/** A deflate stream cannot grow by more than this factor, so a larger claim is a lie. */
const largestExpansion = 1032;

/**
 * The files of a ZIP archive, stored or deflated, each with its size and CRC-32 checked.
 *
 * @throws RangeError if the archive is damaged, encrypted, split, larger than 4 GiB or compressed in another way
 * @see PKWARE, "APPNOTE.TXT: .ZIP file format specification" 6.3.10
 */
export async function readZip(bytes: Uint8Array): Promise<Map<string, Uint8Array>> {
  const files = new Map<string, Uint8Array>();
  for (const entry of centralDirectory(bytes)) {
    if (files.has(entry.name)) throw new RangeError(`readZip: the archive holds ${entry.name} twice`);
    const content = await contentOf(bytes, entry);
    if (crc32(content) !== entry.crc)
      throw new RangeError(
        `readZip: ${entry.name} has another CRC-32 than the archive says (a damaged file)`,
      );
    files.set(entry.name, content);
  }
  return files;
}

function centralDirectory(bytes: Uint8Array): Entry[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const end = endRecord(view);
  const count = view.getUint16(end + 10, true);
  const entries: Entry[] = [];
  let at = view.getUint32(end + 16, true);
  for (let i = 0; i < count; i++) {
    if (at + 46 > end || view.getUint32(at, true) !== entrySignature)
      throw new RangeError(`readZip: entry ${i} of ${count} is not at byte ${at} (a damaged file)`);
    const nameLength = view.getUint16(at + 28, true);
    entries.push(readEntry(view, bytes.subarray(at + 46, at + 46 + nameLength), at));
    at += 46 + nameLength + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
  }
  const claimed = entries.reduce((sum, entry) => sum + entry.compressed, 0);
  if (claimed > bytes.length)
    throw new RangeError(`readZip: the entries claim ${claimed} bytes of an archive of ${bytes.length}`);
  return entries;
}

/** The end record lies within the last 64 kB, before a comment of the length that it states. */
function endRecord(view: DataView): number {
  const first = Math.max(0, view.byteLength - 22 - 0xffff);
  for (let at = view.byteLength - 22; at >= first; at--)
    if (
      view.getUint32(at, true) === endSignature &&
      view.getUint16(at + 20, true) === view.byteLength - at - 22
    )
      return at;
  throw new RangeError(
    `readZip: the ${view.byteLength} bytes have no end record; they are no whole ZIP archive`,
  );
}

function readEntry(view: DataView, name: Uint8Array, at: number): Entry {
  const entry = {
    name: new TextDecoder().decode(name),
    method: view.getUint16(at + 10, true),
    crc: view.getUint32(at + 16, true),
    compressed: view.getUint32(at + 20, true),
    size: view.getUint32(at + 24, true),
    offset: view.getUint32(at + 42, true),
  };
  const problem = problemOf(entry, view.getUint16(at + 8, true));
  if (problem !== undefined) throw new RangeError(`readZip: ${entry.name} ${problem}`);
  return entry;
}

function problemOf({ method, compressed, size }: Entry, flags: number): string | undefined {
  if ((flags & 1) !== 0) return 'is encrypted; save the archive without a password';
  if (method !== stored && method !== deflated)
    return `is compressed by method ${method}; it must be 0 (stored) or 8 (deflate)`;
  if (compressed === 0xffffffff || size === 0xffffffff) return 'is larger than 4 GiB';
  if (method === stored ? size !== compressed : size > compressed * largestExpansion)
    return `claims ${size} bytes out of ${compressed}`;
  return undefined;
}

async function contentOf(bytes: Uint8Array, entry: Entry): Promise<Uint8Array> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  if (entry.offset + 30 > bytes.length || view.getUint32(entry.offset, true) !== localSignature)
    throw new RangeError(`readZip: ${entry.name} is not at byte ${entry.offset} (a damaged file)`);
  const start =
    entry.offset + 30 + view.getUint16(entry.offset + 26, true) + view.getUint16(entry.offset + 28, true);
  if (start + entry.compressed > bytes.length)
    throw new RangeError(`readZip: ${entry.name} reaches beyond the end of the archive (a truncated file)`);
  const content = bytes.subarray(start, start + entry.compressed);
  return entry.method === stored ? content : inflate(entry, content);
}

async function inflate({ name, size }: Entry, compressed: Uint8Array): Promise<Uint8Array> {
  const content = new Uint8Array(size);
  let filled = 0;
  try {
    for await (const chunk of through(new DecompressionStream('deflate-raw'), compressed)) {
      if (filled + chunk.length > size) throw new RangeError('it is longer than it claims');
      content.set(chunk, filled);
      filled += chunk.length;
    }
  } catch (cause) {
    throw new RangeError(`readZip: ${name} cannot be decompressed (${(cause as Error).message})`, { cause });
  }
  if (filled !== size)
    throw new RangeError(`readZip: ${name} claims ${size} bytes and holds ${filled} (a damaged file)`);
  return content;
}

/** What comes out of a (de)compressor for the bytes that go in. */
function through(
  transform: CompressionStream | DecompressionStream,
  bytes: Uint8Array,
): AsyncIterable<Uint8Array> {
  return new Blob([bytes as Uint8Array<ArrayBuffer>]).stream().pipeThrough(transform);
}

/**
 * A ZIP archive of the files, in their order; the same files make the same bytes (every date is 1980-01-01).
 *
 * @param compress - deflate each file; else they are stored
 * @throws RangeError if the archive would need the extensions for more than 4 GiB or 65,535 files
 */
export async function writeZip(
  files: ReadonlyMap<string, Uint8Array>,
  compress: boolean,
): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  const directory: Uint8Array[] = [];
  let offset = 0;
  for (const [name, content] of files) {
    const packed = compress ? await deflate(content) : content;
    const fields = commonFields(content, packed.length, compress);
    const nameBytes = new TextEncoder().encode(name);
    directory.push(directoryRecord(fields, nameBytes, offset));
    parts.push(localRecord(fields, nameBytes), packed);
    offset += 30 + nameBytes.length + packed.length;
  }
  const end = endRecordFor(files.size, byteLength(directory), offset);
  return concatenate([...parts, ...directory, end]);
}

async function deflate(bytes: Uint8Array): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of through(new CompressionStream('deflate-raw'), bytes)) chunks.push(chunk);
  return concatenate(chunks);
}

const utf8Names = 0x0800;
const firstOfJanuary1980 = 0x0021;

/** The 22 bytes that the local record and the central directory share: version to size. */
function commonFields(content: Uint8Array, packed: number, compress: boolean): Uint8Array {
  const view = new DataView(new ArrayBuffer(22));
  view.setUint16(0, 20, true);
  view.setUint16(2, utf8Names, true);
  view.setUint16(4, compress ? deflated : stored, true);
  view.setUint16(8, firstOfJanuary1980, true);
  view.setUint32(10, crc32(content), true);
  view.setUint32(14, packed, true);
  view.setUint32(18, content.length, true);
  return new Uint8Array(view.buffer);
}

function localRecord(fields: Uint8Array, name: Uint8Array): Uint8Array {
  const record = new Uint8Array(30 + name.length);
  const view = new DataView(record.buffer);
  view.setUint32(0, localSignature, true);
  record.set(fields, 4);
  view.setUint16(26, name.length, true);
  record.set(name, 30);
  return record;
}

function directoryRecord(fields: Uint8Array, name: Uint8Array, offset: number): Uint8Array {
  const record = new Uint8Array(46 + name.length);
  const view = new DataView(record.buffer);
  view.setUint32(0, entrySignature, true);
  view.setUint16(4, 20, true);
  record.set(fields, 6);
  view.setUint16(28, name.length, true);
  view.setUint32(42, offset, true);
  record.set(name, 46);
  return record;
}

function endRecordFor(count: number, directoryLength: number, directoryOffset: number): Uint8Array {
  if (count > 0xffff || directoryOffset + directoryLength > 0xfffffffe)
    throw new RangeError(
      `writeZip: ${count} files in ${directoryOffset} bytes; a ZIP archive without extensions holds 65535 files in 4 GiB`,
    );
  const view = new DataView(new ArrayBuffer(22));
  view.setUint32(0, endSignature, true);
  view.setUint16(8, count, true);
  view.setUint16(10, count, true);
  view.setUint32(12, directoryLength, true);
  view.setUint32(16, directoryOffset, true);
  return new Uint8Array(view.buffer);
}

function byteLength(parts: readonly Uint8Array[]): number {
  return parts.reduce((sum, part) => sum + part.length, 0);
}

function concatenate(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(byteLength(parts));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

const crcTable = Uint32Array.from({ length: 256 }, (_, byte) => {
  let crc = byte;
  for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? 0xedb88320 ^ (crc >>> 1) : crc >>> 1;
  return crc;
});

function crc32(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of bytes) crc = crcTable[(crc ^ byte) & 0xff] ^ (crc >>> 8);
  return ~crc >>> 0;
}
