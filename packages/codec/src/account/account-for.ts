import { codeLength } from '../entropy/code-length.js';
import { product } from '../format/header.js';
import { fileSizes } from '../format/open-latents.js';
import type { LatentsFile } from '../format/open-latents.js';
import { readLevels } from '../format/read-latents.js';
import { isInteger } from '../quantise/quantiser.js';

/** What a latents file costs for each of its images, in bytes. */
export interface Account {
  readonly images: number;
  /** The whole file over its images: the honest figure. */
  readonly perImage: number;
  /** Without header, tables, index and checksums: what a file of endlessly many images tends to. */
  readonly withoutHeader: number;
  /** The ideal code length of the levels under the file's tables, an estimate; undefined for float latents. */
  readonly estimated: number | undefined;
}

/**
 * The account of a latents file: real bytes per image, with and without what the file itself takes, beside the estimate.
 *
 * @throws AelFormatError if a block is damaged
 * @example
 * const levels = Int32Array.from({ length: 4000 }, (_, i) => (i * i) % 7);
 * const content = { imageShape: [28, 28, 1], latentShape: [4], quantiser: uniformQuantiser(1) } as const;
 * const file = openLatents(writeLatents({ ...content, levels, tables: fitTables(levels, 4) }));
 * accountFor(file).withoutHeader < accountFor(file).perImage; // true
 */
export function accountFor(file: LatentsFile): Account {
  const { images, quantiser, latentShape, tables } = file.header;
  const payload = file.blocks.reduce((sum, block) => sum + block.payload.length, 0);
  const bits = isInteger(quantiser)
    ? codeLength(readLevels(file), product(latentShape), tables).reduce((sum, b) => sum + b, 0)
    : undefined;
  return {
    images,
    perImage: fileSizes(file).file / images,
    withoutHeader: payload / images,
    estimated: bits === undefined ? undefined : bits / 8 / images,
  };
}
