import { dequantise, isInteger } from '../quantise/quantiser.js';
import { AelFormatError } from './ael-format-error.js';
import { decodeFloats } from './floats-block.js';
import { imagesInBlock, product } from './header.js';
import type { LatentsHeader } from './header.js';
import { blockCrc } from './layout.js';
import { decodeLevels } from './levels-block.js';
import type { LatentsFile } from './open-latents.js';

/** The most values that are read at once, 256 MB of them; read a larger file in parts. */
const MOST_VALUES = 2 ** 26;

/**
 * The latents of some images, or of all.
 *
 * @param images - places in the file, from 0; only their blocks are read, each once
 * @returns latentSize values for each image, in the order asked for
 * @throws AelFormatError if a block that is needed is damaged
 * @throws RangeError if an image is not in the file, or more than 2²⁶ values are asked for at once
 * @example
 * const file = openLatents(
 *   writeLatents({
 *     imageShape: [8, 8, 1],
 *     latentShape: [2],
 *     quantiser: { precision: 'float32' },
 *     values: Float32Array.of(0.5, 1, -2, 3),
 *   }),
 * );
 * readLatents(file, [1]); // [-2, 3]
 */
export function readLatents(file: LatentsFile, images?: ArrayLike<number>): Float32Array {
  const { quantiser } = file.header;
  return isInteger(quantiser)
    ? dequantise(readLevels(file, images), quantiser)
    : gather(file, images, Float32Array, (b) => {
        const payload = checkedPayload(file, b);
        return decodeFloats(payload, valuesInBlock(file, b), quantiser.precision);
      });
}

/**
 * The levels of some images, or of all; see {@link readLatents}. An integer decoder takes these.
 *
 * @throws RangeError also if the file holds float latents
 * @example
 * const content = { imageShape: [2, 2, 1], latentShape: [2], quantiser: uniformQuantiser(0.5) } as const;
 * const levels = Int32Array.of(3, -1, 4, 0);
 * readLevels(openLatents(writeLatents({ ...content, levels, tables: fitTables(levels, 2) })), [1]); // [4, 0]
 */
export function readLevels(file: LatentsFile, images?: ArrayLike<number>): Int32Array {
  const { quantiser, latentShape } = file.header;
  if (!isInteger(quantiser))
    throw new RangeError(
      `readLevels: the file holds ${quantiser.precision} latents; only integer ones have levels (use readLatents)`,
    );
  const latentSize = product(latentShape);
  return gather(file, images, Int32Array, (b) => {
    const payload = checkedPayload(file, b);
    return decodeLevels(payload, valuesInBlock(file, b) / latentSize, latentSize, file.decoding);
  });
}

/** The numbers of the blocks that are damaged; the images of all others can be read. */
export function damagedBlocks(file: LatentsFile): number[] {
  return [...file.blocks.keys()].filter((b) => !isIntact(file, b));
}

function isIntact({ blocks, headerCrc }: LatentsFile, b: number): boolean {
  return blockCrc(headerCrc, b, blocks[b].payload) === blocks[b].crc;
}

function checkedPayload(file: LatentsFile, b: number): Uint8Array {
  if (isIntact(file, b)) return file.blocks[b].payload;
  const { images, imagesPerBlock } = file.header;
  const last = Math.min((b + 1) * imagesPerBlock, images) - 1;
  throw new AelFormatError(
    `readLatents: block ${b}, images ${b * imagesPerBlock} to ${last}, is damaged (CRC-32C)`,
  );
}

function valuesInBlock({ header }: LatentsFile, b: number): number {
  return imagesInBlock(header, b) * product(header.latentShape);
}

/** The rows of the images asked for, or of all; each block is decoded once, and one at a time is held. */
function gather<T extends Float32Array | Int32Array>(
  { header, blocks }: LatentsFile,
  images: ArrayLike<number> | undefined,
  Values: new (length: number) => T,
  decode: (block: number) => T,
): T {
  const { imagesPerBlock } = header;
  const latentSize = product(header.latentShape);
  assertReadable(header, images);
  const values = new Values((images?.length ?? header.images) * latentSize);
  if (!images) {
    for (const b of blocks.keys()) values.set(decode(b), b * imagesPerBlock * latentSize);
    return values;
  }
  let block = { number: -1, values };
  for (const place of Array.from(images, (_, i) => i).sort((a, b) => images[a] - images[b])) {
    const number = Math.floor(images[place] / imagesPerBlock);
    if (number !== block.number) block = { number, values: decode(number) };
    const row = (images[place] % imagesPerBlock) * latentSize;
    values.set(block.values.subarray(row, row + latentSize), place * latentSize);
  }
  return values;
}

function assertReadable(header: LatentsHeader, images: ArrayLike<number> | undefined): void {
  const latentSize = product(header.latentShape);
  const count = images?.length ?? header.images;
  if (count * latentSize > MOST_VALUES)
    throw new RangeError(
      `readLatents: ${count} images of ${latentSize} latents are more than 2^26 values; read fewer images at once`,
    );
  for (let i = 0; images && i < count; i++)
    if (!(images[i] >= 0 && images[i] < header.images && Number.isInteger(images[i])))
      throw new RangeError(
        `readLatents: image ${images[i]} is asked for; the file has ${header.images}, from 0`,
      );
}
