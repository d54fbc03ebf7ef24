import { AelFormatError } from './ael-format-error.js';
import { byteReader } from './byte-reader.js';
import type { ByteReader } from './byte-reader.js';
import { crc32c } from './crc32c.js';
import { blockCount, imagesInBlock, readHeader } from './header.js';
import type { LatentsHeader } from './header.js';
import { CRC_SIZE, END_MAGIC, MAGIC, VERSION, blockCrc } from './layout.js';
import { leastPayload } from './least-payload.js';
import { decodingTables } from './levels-block.js';
import type { DecodingTables } from './levels-block.js';

/** An `.ael` file whose header and index have been checked; its blocks are checked as they are read. */
export interface LatentsFile {
  readonly header: LatentsHeader;
  readonly blocks: readonly FileBlock[];
  readonly headerCrc: number;
  readonly decoding: DecodingTables;
  /** All of the file. */
  readonly bytes: Uint8Array;
}

export interface FileBlock {
  readonly payload: Uint8Array;
  readonly crc: number;
}

/**
 * Checks the header and the index of an `.ael` file and finds its blocks.
 *
 * @param bytes - the whole file; not copied, so leave it as it is while you read from the result
 * @param decoderHash - the SHA-256 of the decoder that you are going to use, to be told if it is the wrong one
 * @throws AelFormatError if header, index or end are damaged, cut short or crafted, or the decoder is another
 * @example
 * const bytes = writeLatents({
 *   imageShape: [8, 8, 1],
 *   latentShape: [2],
 *   quantiser: { precision: 'float32' },
 *   values: Float32Array.of(0.5, 1, -2, 3),
 * });
 * openLatents(bytes).header.images; // 2
 */
export function openLatents(bytes: Uint8Array, decoderHash?: string): LatentsFile {
  const reader = byteReader(bytes, 'openLatents');
  assertMagic(reader.bytes(MAGIC.length), MAGIC, 'begin');
  const version = reader.u32();
  if (version !== VERSION)
    throw new AelFormatError(
      `openLatents: the file has version ${version}; this library reads version ${VERSION}`,
    );
  const headerBytes = reader.bytes(reader.u32());
  const headerCrc = crc32c(bytes.subarray(0, bytes.length - reader.remaining()));
  if (reader.u32() !== headerCrc) throw new AelFormatError('openLatents: the header is damaged (CRC-32C)');
  const header = readHeader(headerBytes);
  if (decoderHash !== undefined) assertDecoder(header, decoderHash);
  const blocks = readBlocks(reader, header, headerCrc);
  return { header, blocks, headerCrc, decoding: decodingTables(header.tables), bytes };
}

function assertMagic(found: Uint8Array, expected: Uint8Array, where: 'begin' | 'end'): void {
  if (found.some((byte, i) => byte !== expected[i]))
    throw new AelFormatError(
      `openLatents: the file ${where}s with [${found.join(',')}]; an .ael file ${where}s with [${expected.join(',')}]`,
    );
}

function assertDecoder({ decoder }: LatentsHeader, hash: string): void {
  if (decoder?.hash !== hash)
    throw new AelFormatError(
      `openLatents: the latents are for decoder ${decoder?.hash ?? '(not named)'} and yours is ${hash}; decode with their own`,
    );
}

/** Cuts what follows the header into blocks, index and end. */
function readBlocks(reader: ByteReader, header: LatentsHeader, headerCrc: number): FileBlock[] {
  const count = blockCount(header);
  const indexAndEnd = 4 * count + CRC_SIZE + END_MAGIC.length;
  const body = byteReader(reader.bytes(Math.max(0, reader.remaining() - indexAndEnd)), 'openLatents: blocks');
  const lengths = reader.bytes(4 * count);
  const indexCrc = reader.u32();
  assertMagic(reader.bytes(END_MAGIC.length), END_MAGIC, 'end');
  if (indexCrc !== blockCrc(headerCrc, count, lengths))
    throw new AelFormatError('openLatents: the index is damaged (CRC-32C)');
  assertRoom(lengths, header);
  const index = byteReader(lengths, 'index');
  const blocks = Array.from({ length: count }, () => ({ payload: body.bytes(index.u32()), crc: body.u32() }));
  if (body.remaining() > 0)
    throw new AelFormatError(`openLatents: ${body.remaining()} bytes lie between the blocks and the index`);
  return blocks;
}

/** Checks that each block is long enough for its images, before anybody makes room for them. */
function assertRoom(lengths: Uint8Array, header: LatentsHeader): void {
  const index = byteReader(lengths, 'index');
  const needed = leastPayload(header, header.imagesPerBlock);
  for (let b = 0; b < blockCount(header); b++) {
    const length = index.u32();
    const images = imagesInBlock(header, b);
    const least = images === header.imagesPerBlock ? needed : leastPayload(header, images);
    if (length < least)
      throw new AelFormatError(
        `openLatents: block ${b} has ${length} bytes; its ${images} images need ${least} or more`,
      );
  }
}

/** Where the bytes of a file go. */
export interface FileSizes {
  readonly file: number;
  /** Magic, version, header and its checksum; the tables are part of it. */
  readonly header: number;
  readonly blocks: number;
  /** Index and end. */
  readonly index: number;
}

/** @example
 * const bytes = writeLatents({
 *   imageShape: [8, 8, 1],
 *   latentShape: [2],
 *   quantiser: { precision: 'float32' },
 *   values: Float32Array.of(0.5, 1, -2, 3),
 * });
 * fileSizes(openLatents(bytes)); // { file: 69, header: 37, blocks: 20, index: 12 }
 */
export function fileSizes({ bytes, blocks }: LatentsFile): FileSizes {
  const inBlocks = blocks.reduce((sum, { payload }) => sum + payload.length + CRC_SIZE, 0);
  const index = 4 * blocks.length + CRC_SIZE + END_MAGIC.length;
  return { file: bytes.length, header: bytes.length - inBlocks - index, blocks: inBlocks, index };
}
