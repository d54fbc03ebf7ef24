import { gzipSync } from 'node:zlib';

/** An entry of an archive to be written; type `0` is a file, `2` a link, `5` a folder. */
export interface TarInput {
  readonly path: string;
  readonly content?: Uint8Array;
  readonly type?: string;
  /** Claimed instead of the content's own size. */
  readonly size?: number;
}

/** A tar archive with the entries, and whatever is wrong with them. */
export function tarArchive(entries: readonly TarInput[]): Uint8Array {
  return Buffer.concat([...entries.flatMap(entryBlocks), Buffer.alloc(1024)]);
}

export function tarGz(entries: readonly TarInput[]): Uint8Array {
  return gzipSync(tarArchive(entries));
}

function entryBlocks({
  path,
  content = new Uint8Array(),
  type = '0',
  size = content.length,
}: TarInput): Buffer[] {
  const header = Buffer.alloc(512);
  header.write(path, 0, 'utf8');
  header.write('0000644\0', 100, 'latin1');
  header.write(`${size.toString(8).padStart(11, '0')}\0`, 124, 'latin1');
  header.write('        ', 148, 'latin1');
  header.write(type, 156, 'latin1');
  header.write('ustar\x0000', 257, 'latin1');
  const sum = header.reduce((total, byte) => total + byte, 0);
  header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148, 'latin1');
  return [header, Buffer.from(content), Buffer.alloc((512 - (content.length % 512)) % 512)];
}
