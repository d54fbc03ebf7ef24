import { imageFolderSource } from '@aelab/datasets';
import { selectImages, type ImageBatch } from '@aelab/images';
import type { ImageShape } from '@aelab/models';
import { datasetNames, loadDataset } from '../datasets.js';
import { isImageFolder, readImages, type ImageDeclaration } from '../evaluation/read-source.js';

/** Images that are read some at a time. */
export interface ImageBlocks {
  readonly count: number;
  /** The images from place `from` to before `to`. */
  readonly read: (from: number, to: number) => Promise<ImageBatch>;
}

/**
 * Images by the name of their source: a data set (`mnist`, its test images, or `mnist:train`), a folder of image files,
 * a `.npy` file or an array of a `.npz` file. Files in a folder are decoded as they are asked for, and cut to the shape
 * asked for.
 *
 * @throws UsageError if there is no such source
 * @throws Error if the folder holds no images, or one that cannot be decoded
 */
export async function openImages(
  source: string,
  [height, width, channels]: ImageShape,
  declared: ImageDeclaration = {},
): Promise<ImageBlocks> {
  const [name, split = 'test'] = source.split(':');
  const dataset = datasetNames.find((known) => known === name);
  if (dataset && (split === 'train' || split === 'test'))
    return inMemory((await loadDataset(dataset, 0))[split].images);
  if (!(await isImageFolder(source))) return inMemory((await readImages(source, declared)).images);
  const shown = channels === 1 ? 1 : 3;
  const { count, read } = await imageFolderSource(source, {
    ...{ height, width, channels: shown, fit: 'centre-crop' },
  });
  return {
    count,
    async read(from, to) {
      const data = new Uint8Array((to - from) * height * width * shown);
      await read(from, data);
      return { data, shape: [to - from, height, width, shown], range: [0, 255] };
    },
  };
}

function inMemory(images: ImageBatch): ImageBlocks {
  const places = (from: number, to: number) => Array.from({ length: to - from }, (_, i) => from + i);
  return {
    count: images.shape[0],
    read: (from, to) => Promise.resolve(selectImages(images, places(from, to))),
  };
}
