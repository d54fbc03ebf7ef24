import { encode, imageShapeOf, type Autoencoder } from '@aelab/models';
import type { ImageDeclaration } from '../evaluation/read-source.js';
import { openRun } from '../run/open-run.js';
import { UsageError } from '../usage-error.js';
import { openImages, type ImageBlocks } from './image-blocks.js';
import { levelsOf, type LatentCode } from './latent-code.js';

/** What a worker needs to know to encode the images from place `from` to before `to`. */
export interface BlockTask {
  /** The run's folder. */
  readonly folder: string;
  readonly source: string;
  readonly declared: ImageDeclaration;
  /** How latents become levels, unless floats are kept. */
  readonly code: LatentCode | undefined;
  readonly from: number;
  readonly to: number;
}

/** A model, and the images that it is to encode. */
export interface BlockEncoder {
  readonly model: Autoencoder;
  readonly images: ImageBlocks;
}

/** A block's levels where there is a code, else its floats. */
export type BlockLatents = Int32Array | Float32Array;

/** @throws UsageError if run or source cannot be had */
export async function openBlockEncoder({ folder, source, declared }: BlockTask): Promise<BlockEncoder> {
  const { model } = await openRun(folder);
  return { model, images: await openImages(source, imageShapeOf(model), declared) };
}

/** @throws UsageError if the images do not fit the model */
export async function encodeBlock(
  { model, images }: BlockEncoder,
  { code, from, to }: BlockTask,
): Promise<BlockLatents> {
  const batch = await images.read(from, to);
  const [shape, needed] = [batch.shape.slice(1), imageShapeOf(model)];
  if (shape.join() !== needed.join())
    throw new UsageError(
      `images: they are of shape [${shape.join(',')}]; the run's model takes [${needed.join(',')}]`,
    );
  return code ? levelsOf(model, code, batch) : (await encode(model, batch)).data;
}
