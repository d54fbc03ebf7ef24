import type { FrequencyTable } from '../entropy/frequency-table.js';
import { GREATEST_LEVEL, assertQuantiser, isInteger } from '../quantise/quantiser.js';
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
  imagesInBlock,
  product,
  writeHeader,
} from './header.js';
import type { DecoderReference, LatentsHeader } from './header.js';
import { CRC_SIZE, END_MAGIC, MAGIC, VERSION, blockCrc } from './layout.js';
import { encodeLevels } from './levels-block.js';

/** What a file says of its latents. */
export type LatentsDescription = {
  readonly imageShape: readonly [height: number, width: number, channels: number];
  /** One to four sizes, channels last. */
  readonly latentShape: readonly number[];
  readonly decoder?: DecoderReference;
  /** For each image its place in the source, unless they are the source's images in the source's order. */
  readonly sourceIndices?: ArrayLike<number>;
  /** By default 1,000: one image costs the decoding of its block, each block costs the file 12 bytes. */
  readonly imagesPerBlock?: number;
} & (
  | { readonly quantiser: FloatQuantiser }
  | { readonly quantiser: IntegerQuantiser; readonly tables: readonly FrequencyTable[] }
);

/** Latents and what a file says of them. */
export type LatentsContent = LatentsDescription &
  (
    | { readonly quantiser: FloatQuantiser; readonly values: Float32Array }
    | { readonly quantiser: IntegerQuantiser; readonly levels: Int32Array }
  );

/** An `.ael` file in the making: its parts, to be written one after another. */
export interface LatentsWriter {
  /** What the file begins with. */
  readonly start: Uint8Array<ArrayBuffer>;
  readonly imagesPerBlock: number;
  /**
   * The next block.
   *
   * @param latents - values of a float precision, levels of an integer one: of the next `imagesPerBlock` images, or of the
   *   last ones
   * @throws RangeError if they are as many as no block holds, or a level is beyond ±2²⁸
   */
  readonly block: (latents: Float32Array | Int32Array) => Uint8Array<ArrayBuffer>;
  /**
   * What the file ends with.
   *
   * @throws RangeError if blocks are missing
   */
  readonly end: () => Uint8Array<ArrayBuffer>;
}

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
  const latents: Float32Array | Int32Array = 'levels' in content ? content.levels : content.values;
  const latentSize = product(content.latentShape);
  const writer = latentsWriter(content, latents.length / latentSize);
  const file = byteWriter();
  file.bytes(writer.start);
  const step = writer.imagesPerBlock * latentSize;
  for (let from = 0; from < latents.length; from += step)
    file.bytes(writer.block(latents.subarray(from, from + step)));
  file.bytes(writer.end());
  return file.finish();
}

/**
 * An `.ael` file block by block, for more images than memory holds: the same bytes as {@link writeLatents} makes.
 *
 * @param images - how many there will be: it stands at the file's beginning
 * @throws RangeError if sizes do not fit together
 * @example
 * const content = { imageShape: [8, 8, 1], latentShape: [2], quantiser: { precision: 'float16' } } as const;
 * const writer = latentsWriter({ ...content, imagesPerBlock: 1 }, 2);
 * const blocks = [Float32Array.of(0.5, 1), Float32Array.of(-2, 3)].map(writer.block);
 * [writer.start, ...blocks, writer.end()].map((part) => part.length); // [38, 8, 8, 16]
 */
export function latentsWriter(description: LatentsDescription, images: number): LatentsWriter {
  const header = headerOf(description, images);
  const latentSize = product(header.latentShape);
  const start = startOf(writeHeader(header));
  const headerCrc = new DataView(start.buffer).getUint32(start.length - CRC_SIZE, true);
  const index = byteWriter();
  let written = 0;
  return {
    start,
    imagesPerBlock: header.imagesPerBlock,
    block(latents) {
      assertBlock(latents, header, written, latentSize);
      const payload = payloadOf(latents, header, latentSize);
      const block = byteWriter();
      block.bytes(payload);
      block.u32(blockCrc(headerCrc, written, payload));
      index.u32(payload.length);
      written++;
      return block.finish();
    },
    end() {
      if (written < blockCount(header))
        throw new RangeError(
          `latentsWriter: ${written} blocks were written; ${images} images fill ${blockCount(header)}`,
        );
      const lengths = index.finish();
      const end = byteWriter();
      end.bytes(lengths);
      end.u32(blockCrc(headerCrc, written, lengths));
      end.bytes(END_MAGIC);
      return end.finish();
    },
  };
}

/** Magic, version, header and its checksum. */
function startOf(header: Uint8Array): Uint8Array<ArrayBuffer> {
  const writer = byteWriter();
  writer.bytes(MAGIC);
  writer.u32(VERSION);
  writer.u32(header.length);
  writer.bytes(header);
  writer.u32(crc32c(writer.finish()));
  return writer.finish();
}

function assertBlock(
  latents: Float32Array | Int32Array,
  header: LatentsHeader,
  block: number,
  latentSize: number,
): void {
  const needed = block < blockCount(header) ? imagesInBlock(header, block) * latentSize : 0;
  if (latents.length !== needed || needed === 0)
    throw new RangeError(`latentsWriter: ${latents.length} latents for block ${block}; it holds ${needed}`);
  if (latents instanceof Int32Array !== isInteger(header.quantiser))
    throw new RangeError(
      `latentsWriter: ${latents.constructor.name} for ${header.quantiser.precision} latents; values are a Float32Array, levels an Int32Array`,
    );
}

function payloadOf(
  latents: Float32Array | Int32Array,
  { quantiser, tables }: LatentsHeader,
  latentSize: number,
): Uint8Array {
  if (latents instanceof Float32Array) return encodeFloats(latents, (quantiser as FloatQuantiser).precision);
  assertLevels(latents);
  return encodeLevels(latents, latentSize, tables);
}

function headerOf(description: LatentsDescription, images: number): LatentsHeader {
  const { imageShape, latentShape, quantiser, decoder, sourceIndices } = description;
  if (sourceIndices) assertSourceIndices(sourceIndices, images);
  const header = {
    images,
    imageShape,
    latentShape,
    quantiser,
    decoder,
    tables: 'tables' in description ? description.tables : [],
    sourceIndices: sourceIndices && Uint32Array.from(sourceIndices),
    imagesPerBlock:
      description.imagesPerBlock ?? Math.min(1000, Math.floor(MOST_BLOCK_VALUES / product(latentShape))),
  };
  assertWritable(header);
  return header;
}

function assertWritable(header: LatentsHeader): void {
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
      `writeLatents: ${images * latentSize} latents and latentShape [${latentShape.join(',')}]; the shape must divide them`,
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
