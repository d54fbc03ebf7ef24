import type { FrequencyTable } from '../entropy/frequency-table.js';
import { GREATEST_LEVEL, assertQuantiser } from '../quantise/quantiser.js';
import type { FloatQuantiser, IntegerQuantiser } from '../quantise/quantiser.js';
import { byteWriter } from './byte-writer.js';
import { crc32c } from './crc32c.js';
import { encodeFloats } from './floats-block.js';
import {
  MOST_BLOCK_VALUES,
  MOST_IMAGES,
  MOST_LATENTS,
  MOST_TABLES,
  blockCount,
  product,
  writeHeader,
} from './header.js';
import type { DecoderReference, LatentsHeader } from './header.js';
import { END_MAGIC, MAGIC, VERSION, blockCrc } from './layout.js';
import { encodeLevels } from './levels-block.js';

/** Latents and what a file says of them. */
export type LatentsContent = {
  readonly imageShape: readonly [height: number, width: number, channels: number];
  /** One to four sizes, channels last. */
  readonly latentShape: readonly number[];
  readonly decoder?: DecoderReference;
  /** For each image its place in the source, unless they are the source's images in the source's order. */
  readonly sourceIndices?: ArrayLike<number>;
  /** By default 1,000: one image costs the decoding of its block, each block costs the file 12 bytes. */
  readonly imagesPerBlock?: number;
} & (
  | { readonly quantiser: FloatQuantiser; readonly values: Float32Array }
  | {
      readonly quantiser: IntegerQuantiser;
      readonly levels: Int32Array;
      readonly tables: readonly FrequencyTable[];
    }
);

/**
 * The bytes of an `.ael` file: the same for the same content, on every machine.
 *
 * @param content - `values` of float precision or `levels` of integer precision, n · latentSize of them, image by image
 * @throws RangeError if sizes do not fit together
 * @example
 * const values = Float32Array.of(0.5, 1, -2, 3);
 * const content = { imageShape: [8, 8, 1], latentShape: [2], quantiser: { precision: 'float16' }, values } as const;
 * writeLatents(content).length; // 62
 * @see docs/format.md
 */
export function writeLatents(content: LatentsContent): Uint8Array<ArrayBuffer> {
  const header = headerOf(content);
  const file = byteWriter();
  const preludeAndHeader = prelude(writeHeader(header));
  const headerCrc = crc32c(preludeAndHeader);
  file.bytes(preludeAndHeader);
  file.u32(headerCrc);
  const index = byteWriter();
  for (let b = 0; b < blockCount(header); b++) {
    const payload = blockPayload(content, header, b);
    file.bytes(payload);
    file.u32(blockCrc(headerCrc, b, payload));
    index.u32(payload.length);
  }
  const lengths = index.finish();
  file.bytes(lengths);
  file.u32(blockCrc(headerCrc, blockCount(header), lengths));
  file.bytes(END_MAGIC);
  return file.finish();
}

function prelude(header: Uint8Array): Uint8Array {
  const writer = byteWriter();
  writer.bytes(MAGIC);
  writer.u32(VERSION);
  writer.u32(header.length);
  writer.bytes(header);
  return writer.finish();
}

function blockPayload(content: LatentsContent, header: LatentsHeader, block: number): Uint8Array {
  const latentSize = product(header.latentShape);
  const from = block * header.imagesPerBlock * latentSize;
  const to = Math.min(from + header.imagesPerBlock * latentSize, header.images * latentSize);
  return 'levels' in content
    ? encodeLevels(content.levels.subarray(from, to), latentSize, content.tables)
    : encodeFloats(content.values.subarray(from, to), content.quantiser.precision);
}

function headerOf(content: LatentsContent): LatentsHeader {
  const { imageShape, latentShape, quantiser, decoder } = content;
  const latentSize = product(latentShape);
  const latents = 'levels' in content ? content.levels : content.values;
  const images = latents.length / latentSize;
  if (content.sourceIndices) assertSourceIndices(content.sourceIndices, images);
  if ('levels' in content) assertLevels(content.levels);
  const header = {
    images,
    imageShape,
    latentShape,
    quantiser,
    decoder,
    tables: 'levels' in content ? content.tables : [],
    sourceIndices: content.sourceIndices && Uint32Array.from(content.sourceIndices),
    imagesPerBlock: content.imagesPerBlock ?? Math.min(1000, Math.floor(MOST_BLOCK_VALUES / latentSize)),
  };
  assertWritable(header, latents.length);
  return header;
}

function assertWritable(header: LatentsHeader, length: number): void {
  const { images, imageShape, latentShape, imagesPerBlock, decoder } = header;
  const latentSize = product(latentShape);
  const whole = (value: number, least: number, most: number) =>
    Number.isInteger(value) && value >= least && value <= most;
  if (!imageShape.every((side) => whole(side, 0, 65535)))
    throw new RangeError(
      `writeLatents: imageShape is [${imageShape.join(',')}]; each side must be 0 to 65535`,
    );
  if (
    !whole(latentShape.length, 1, 4) ||
    !latentShape.every((side) => whole(side, 1, latentSize)) ||
    latentSize > MOST_LATENTS
  )
    throw new RangeError(
      `writeLatents: latentShape is [${latentShape.join(',')}]; one to four whole sizes, at most ${MOST_LATENTS} latents together`,
    );
  if (!whole(images, 0, MOST_IMAGES))
    throw new RangeError(
      `writeLatents: ${length} latents and latentShape [${latentShape.join(',')}]; the shape must divide them`,
    );
  if (!whole(imagesPerBlock, 1, MOST_BLOCK_VALUES / latentSize))
    throw new RangeError(
      `writeLatents: imagesPerBlock is ${imagesPerBlock} at ${latentSize} latents each; it must be 1 or more, and a block hold at most ${MOST_BLOCK_VALUES} latents`,
    );
  if (decoder && !/^[0-9a-f]{64}$/.test(decoder.hash))
    throw new RangeError(
      `writeLatents: decoder.hash is ${decoder.hash}; it must be 64 hexadecimal digits, a SHA-256`,
    );
  if ('steps' in header.quantiser) assertCoding(header.quantiser, header.tables, latentSize);
}

function assertSourceIndices(indices: ArrayLike<number>, images: number): void {
  if (indices.length !== images)
    throw new RangeError(`writeLatents: ${indices.length} sourceIndices for ${images} images; one each`);
  for (let i = 0; i < images; i++)
    if (!(Number.isInteger(indices[i]) && indices[i] >= 0 && indices[i] < MOST_IMAGES))
      throw new RangeError(
        `writeLatents: source index ${i} is ${indices[i]}; it must be a whole number below 2^31`,
      );
}

function assertLevels(levels: Int32Array): void {
  const bad = levels.findIndex((level) => Math.abs(level) > GREATEST_LEVEL);
  if (bad >= 0)
    throw new RangeError(
      `writeLatents: level ${bad} is ${levels[bad]}; levels lie within ±2^28 (use a greater step)`,
    );
}

function assertCoding(
  quantiser: IntegerQuantiser,
  tables: readonly FrequencyTable[],
  latentSize: number,
): void {
  assertQuantiser('writeLatents', quantiser);
  const { steps, offsets } = quantiser;
  for (const [what, { length }] of Object.entries({ steps, offsets, tables }))
    if (length === 0 || latentSize % length !== 0)
      throw new RangeError(
        `writeLatents: ${length} ${what} for ${latentSize} latents; their number must divide the latents`,
      );
  if (tables.length > MOST_TABLES)
    throw new RangeError(
      `writeLatents: ${tables.length} tables; a file has at most ${MOST_TABLES} (fitTables with fewer, such as one per channel)`,
    );
}
