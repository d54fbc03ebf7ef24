import { selectImages, type ImageBatch } from '@aelab/images';
import { imageShapeOf, latentShapeOf, type ImageShape } from '@aelab/models';
import { loadData, type RunData } from '../run/load-data.js';
import { openRun, type OpenRun } from '../run/open-run.js';

/** A finished run, ready to code images. */
export interface CodedRun extends OpenRun {
  readonly folder: string;
  readonly data: RunData;
  readonly imageShape: ImageShape;
  readonly latentShape: readonly number[];
}

/** @throws UsageError if the folder holds no finished run */
export async function openCodedRun(folder: string): Promise<CodedRun> {
  const run = await openRun(folder);
  const shapes = { imageShape: imageShapeOf(run.model), latentShape: latentShapeOf(run.model) };
  return { ...run, ...shapes, folder, data: await loadData(run.config) };
}

/** So many of the images, evenly spread. */
export function evenlyChosen(images: ImageBatch, most: number): ImageBatch {
  const [all] = images.shape;
  const n = Math.min(all, most);
  return selectImages(
    images,
    Array.from({ length: n }, (_, i) => Math.floor((i * all) / n)),
  );
}
