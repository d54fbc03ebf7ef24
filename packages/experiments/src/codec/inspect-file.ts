import { accountFor, damagedBlocks, fileSizes, openLatents, type LatentsHeader } from '@aelab/codec';
import { readLatentsFile } from './decode-file.js';

/** What an `.ael` file says of itself. */
export interface InspectedFile {
  readonly file: string;
  readonly images: number;
  readonly imageShape: LatentsHeader['imageShape'];
  readonly latentShape: readonly number[];
  readonly precision: LatentsHeader['quantiser']['precision'];
  /** Least and greatest step; absent for floats. */
  readonly steps?: readonly [least: number, greatest: number];
  readonly tables: number;
  readonly decoder?: LatentsHeader['decoder'];
  /** Whether each image's place in its source is listed. */
  readonly ordered: boolean;
  readonly blocks: number;
  readonly imagesPerBlock: number;
  readonly bytes: ReturnType<typeof fileSizes>;
  /** Numbers of the blocks that are damaged. */
  readonly damaged: readonly number[];
  /** Bytes; absent where a block is damaged. */
  readonly account?: ReturnType<typeof accountFor>;
}

/**
 * Looks into an `.ael` file, and checks each of its blocks.
 *
 * @throws UsageError if it cannot be read
 * @throws AelFormatError if it is none, or its header or index is damaged
 */
export async function inspectFile(file: string): Promise<InspectedFile> {
  const latents = openLatents(await readLatentsFile(file));
  const { images, imageShape, latentShape, quantiser, tables, decoder, sourceIndices, imagesPerBlock } =
    latents.header;
  const damaged = damagedBlocks(latents);
  return {
    ...{ file, images, imageShape, latentShape, imagesPerBlock, damaged },
    precision: quantiser.precision,
    ...('steps' in quantiser && {
      steps: [Math.min(...quantiser.steps), Math.max(...quantiser.steps)] as const,
    }),
    tables: tables.length,
    ...(decoder && { decoder }),
    ordered: sourceIndices !== undefined,
    blocks: latents.blocks.length,
    bytes: fileSizes(latents),
    ...(damaged.length === 0 && images > 0 && { account: accountFor(latents) }),
  };
}
