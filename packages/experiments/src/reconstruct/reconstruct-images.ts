import { writeFile } from 'node:fs/promises';
import { basename, extname, join } from 'node:path';
import { imageFiles, invert, occlude, type ImageFile } from '@aelab/datasets';
import { encodeNpy, imageSize, selectImages, toUnitRange, type ImageBatch } from '@aelab/images';
import { floorReconstruction, mean, mse, naiveFloors, psnr } from '@aelab/metrics';
import { decode, encode, imageShapeOf } from '@aelab/models';
import { encodePng, recordJson, type Figure } from '@aelab/viz';
import type { Config } from '../config.js';
import { newFolder } from '../new-folder.js';
import { loadData } from '../run/load-data.js';
import { openRun, type OpenRun } from '../run/open-run.js';
import { UsageError } from '../usage-error.js';
import { drawPictures } from './draw-pictures.js';
import { holeError, holesOf, type HoleError } from './measure-occlusion.js';

export interface ReconstructOptions {
  /** Side of a black square that covers a place of each image, in pixels. */
  readonly occlude?: number;
  /** Of the places that are covered. */
  readonly seed: number;
}

export interface FilesOptions extends ReconstructOptions {
  /** Cut the middle out, or lose the proportions. */
  readonly fit: 'centre-crop' | 'stretch';
  /** Swap black and white first: dark ink on light paper becomes what a model of MNIST knows. */
  readonly invert?: boolean;
}

/** `reconstruct.json`: how far the reconstructions are from what the model was given to reconstruct. */
export interface ReconstructRecord {
  readonly schemaVersion: 1;
  readonly model: string;
  readonly imageShape: readonly number[];
  /** Means over the images, pixels in [0, 1]. */
  readonly mse: Figure;
  readonly psnr: Figure;
  readonly images: readonly ReconstructedImage[];
  readonly occlusion?: Occlusion;
}

export interface ReconstructedImage {
  readonly name: string;
  readonly mse: Figure;
  readonly psnr: Figure;
  /** The file, where it came from one, before it was cut, resized and made grey. */
  readonly was?: Omit<ImageFile, 'path'>;
}

export interface Occlusion {
  readonly side: number;
  /** Of what the model was given. */
  readonly covered: HoleError;
  readonly reconstruction: HoleError;
  /** Of the training images' mean as the reconstruction: the floor. */
  readonly meanImage: HoleError;
}

/** Images to reconstruct, with what is known of each. */
interface Given {
  readonly images: ImageBatch;
  readonly names: readonly string[];
  readonly files?: readonly ImageFile[];
}

/**
 * Puts a person's own image files through a run's model: each is turned upright, cut or stretched to the model's shape,
 * and made grey if the model is. Pictures, reconstructions, latents and figures go into a new folder.
 *
 * @throws UsageError if the folder holds no finished run, a file cannot be decoded, or the new folder exists
 */
export async function reconstructFiles(
  folder: string,
  paths: readonly string[],
  out: string,
  { fit, invert: isInverted = false, ...options }: FilesOptions,
): Promise<ReconstructRecord> {
  const run = await openRun(folder);
  const [height, width, channels] = imageShapeOf(run.model);
  if (channels !== 1 && channels !== 3)
    throw new UsageError(`reconstruct: the model takes ${channels} channels; image files have 1 or 3`);
  const read = await imageFiles(paths, { height, width, channels, fit }).catch((error: unknown) => {
    throw new UsageError((error as Error).message);
  });
  const images = isInverted ? invert(read.images) : read.images;
  const names = paths.map((path, i) => `${i + 1}-${basename(path, extname(path))}`);
  return reconstructGiven(folder, run, { images, names, files: read.files }, out, options);
}

/**
 * The same for the test images of the run's own data.
 *
 * @throws UsageError if the folder holds no finished run, or the new folder exists
 */
export async function reconstructTest(
  folder: string,
  out: string,
  options: ReconstructOptions,
): Promise<ReconstructRecord> {
  const run = await openRun(folder);
  const { images, labels, classNames } = (await loadData(run.config)).test;
  const names = Array.from(labels, (label, i) => `${i} (${classNames[label]})`);
  return reconstructGiven(folder, run, { images, names }, out, options);
}

async function reconstructGiven(
  folder: string,
  { config, model }: OpenRun,
  { images, names, files }: Given,
  out: string,
  { occlude: side, seed }: ReconstructOptions,
): Promise<ReconstructRecord> {
  const originals = toUnitRange(images);
  const input = side === undefined ? originals : covered(originals, side, seed);
  return newFolder(out, 'out', async (draft) => {
    const latents = await encode(model, input);
    const reconstructions = await decode(model, latents);
    const [errors, qualities] = [mse(originals, reconstructions), psnr(originals, reconstructions)];
    const was = files?.map(({ height, width, channels }) => ({ height, width, channels }));
    const record: ReconstructRecord = {
      schemaVersion: 1,
      model: folder,
      imageShape: images.shape.slice(1),
      mse: mean(errors),
      psnr: mean(qualities),
      images: names.map((name, i) => ({
        ...{ name, mse: errors[i], psnr: qualities[i] },
        ...(was && { was: was[i] }),
      })),
      ...(side !== undefined && {
        occlusion: await measureOcclusion(config, { originals, input, reconstructions }, side, seed),
      }),
    };
    const rows = [
      { label: 'original', images: originals },
      ...(side === undefined ? [] : [{ label: 'what the model was given', images: input }]),
      { label: 'reconstruction', images: reconstructions },
    ];
    await drawPictures(join(draft, 'pictures.png'), rows, names);
    if (files) await writePngs(draft, names, reconstructions);
    await writeFile(join(draft, 'latents.npy'), encodeNpy(latents));
    await writeFile(join(draft, 'reconstructions.npy'), encodeNpy(reconstructions));
    await writeFile(join(draft, 'reconstruct.json'), recordJson(record));
    return record;
  });
}

function covered(images: ImageBatch, side: number, seed: number): ImageBatch {
  try {
    return occlude(images, side, seed);
  } catch (error) {
    throw error instanceof RangeError ? new UsageError(error.message) : error;
  }
}

async function measureOcclusion(
  config: Config,
  { originals, input, reconstructions }: Record<'originals' | 'input' | 'reconstructions', ImageBatch>,
  side: number,
  seed: number,
): Promise<Occlusion> {
  const { train } = await loadData(config);
  const floors = naiveFloors(train.images, train.labels, train.classNames.length);
  const meanImage = toUnitRange(floorReconstruction(floors, 'mean', new Uint8Array(originals.shape[0])));
  const holes = holesOf(originals, side, seed);
  const errorOf = (images: ImageBatch) => holeError(originals, images, holes);
  return {
    side,
    covered: errorOf(input),
    reconstruction: errorOf(reconstructions),
    meanImage: errorOf(meanImage),
  };
}

/** Each reconstruction as a picture of its own. */
async function writePngs(folder: string, names: readonly string[], images: ImageBatch): Promise<void> {
  const [, height, width, channels] = images.shape;
  for (const [i, name] of names.entries()) {
    const { data } = selectImages(images, [i]);
    const pixels = Uint8Array.from({ length: imageSize(images) }, (_, k) =>
      Math.round(255 * Math.min(1, Math.max(0, data[k]))),
    );
    const png = encodePng({ pixels, width, height, channels: channels as 1 | 3 });
    await writeFile(join(folder, `${name}.png`), png);
  }
}
