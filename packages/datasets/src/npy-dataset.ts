import { decodeNpy, imagesFromNpy, type ImageBatch } from '@aelab/images';
import { hash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import type { ImageDataset } from './image-dataset.js';
import { classesOf, decodeLabelsCsv } from './labels-csv.js';

/** What a `.npy` file does not say of its images. */
export interface NpyDatasetOptions {
  readonly range: ImageBatch['range'];
  /** Of a four-dimensional array; `nhwc` unless told. */
  readonly layout?: 'nhwc' | 'nchw';
  /** A `.npy` file of whole numbers or a `.csv` file with a column `label`, one per image, in their order. */
  readonly labels?: string;
}

/**
 * The images of a `.npy` file as a data set.
 *
 * @param path - of an array `[n, height, width]` or four-dimensional
 * @throws RangeError if the array holds no such images, or there is not one label per image
 */
export async function npyDataset(path: string, options: NpyDatasetOptions): Promise<ImageDataset> {
  const files = [path, ...(options.labels === undefined ? [] : [options.labels])];
  const contents = await Promise.all(files.map((file) => readFile(file)));
  const images = imagesFromNpy(decodeNpy(contents[0]), options.range, options.layout);
  const n = images.shape[0];
  const labels =
    options.labels === undefined
      ? new Array<string>(n).fill('unlabeled')
      : labelsIn(options.labels, contents[1]);
  if (labels.length !== n)
    throw new RangeError(`npyDataset: ${options.labels ?? ''} has ${labels.length} labels for ${n} images`);
  const { classNames, indices } = classesOf('npyDataset', labels);
  const checksums = files.map((file, i) => [basename(file), hash('sha256', contents[i])]);
  return {
    name: basename(path),
    split: 'all',
    images,
    labels: indices,
    classNames,
    provenance: {
      source: path,
      license: 'unknown',
      citation: '',
      checksums: Object.fromEntries(checksums) as Record<string, string>,
    },
  };
}

function labelsIn(path: string, bytes: Buffer): string[] {
  if (path.endsWith('.csv')) return decodeLabelsCsv(bytes.toString('utf8')).map(({ label }) => label);
  const { data, shape } = decodeNpy(bytes);
  if (shape.length !== 1)
    throw new RangeError(`npyDataset: ${path} has shape [${shape.join(',')}]; labels are [n]`);
  return Array.from(data as Float64Array, String);
}
