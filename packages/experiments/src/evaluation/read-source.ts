import { readFile, stat } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { decodeNpy, decodeNpz, imagesFromNpy, type ImageBatch, type NpyArray } from '@aelab/images';
import type { LatentRows } from '../analysis/measure-latents.js';
import { readReconstructions, runFiles } from '../run/run-folder.js';
import { readImageFolder } from './image-folder.js';
import { UsageError } from '../usage-error.js';

/** What a file of numbers cannot say of the images in it. */
export interface ImageDeclaration {
  /** Lowest and highest value that the images may have; bytes have [0, 255] unless told. */
  readonly range?: ImageBatch['range'];
  /** `nchw`: channels first, as PyTorch keeps them. */
  readonly layout?: 'nhwc' | 'nchw';
}

/** Images, and the names of their files where each has one of its own. */
export interface SourceImages {
  readonly images: ImageBatch;
  readonly names?: readonly string[];
}

/**
 * The images at a path: a `.npy` file, an array of a `.npz` file (`file.npz:name`), the reconstructions of a run, or a
 * folder of image files, whose range and layout are known and need no declaration.
 *
 * @throws UsageError if there is no such file, or it holds floats and no range was declared
 */
export async function readImages(source: string, declared: ImageDeclaration): Promise<SourceImages> {
  if (await is('file', join(source, runFiles.record))) return { images: await readReconstructions(source) };
  if (await is('folder', source)) return readImageFolder(source);
  return { images: await arrayImages(source, declared) };
}

/** Whether a path is a folder, and no run's. */
export async function isImageFolder(path: string): Promise<boolean> {
  return (await is('folder', path)) && !(await is('file', join(path, runFiles.record)));
}

async function arrayImages(source: string, declared: ImageDeclaration): Promise<ImageBatch> {
  const array = await readArray(source);
  const range = declared.range ?? (array.data instanceof Uint8Array ? ([0, 255] as const) : undefined);
  if (!range)
    throw new UsageError(
      `${source} holds ${array.data.constructor.name.replace('Array', '').toLowerCase()} values; declare their range (--range 0,1)`,
    );
  return imagesFromNpy(array, range, declared.layout);
}

/**
 * The class numbers at a path, one per image.
 *
 * @throws UsageError if there is no such file, or it is not one row of whole numbers
 */
export async function readLabels(source: string): Promise<Int32Array> {
  const { data, shape } = await readArray(source);
  const labels = Array.from(data, Number);
  if (shape.length !== 1 || !labels.every((label) => Number.isInteger(label) && label >= 0))
    throw new UsageError(
      `the labels in ${source} have shape [${shape.join(',')}]; they must be one row of class numbers from 0`,
    );
  return Int32Array.from(labels);
}

/**
 * The points at a path, such as the latents of images, one row each.
 *
 * @throws UsageError if there is no such file
 */
export async function readPoints(source: string): Promise<LatentRows> {
  const { data, shape } = await readArray(source);
  return { data: Float64Array.from(data, Number), shape };
}

async function readArray(source: string): Promise<NpyArray> {
  const [, file, name] = /^(.*\.npz)(?::(.+))?$/.exec(source) ?? [undefined, source, undefined];
  const bytes = await readSource(file);
  if (extname(file) === '.npz') return arrayOf(await decodeNpz(bytes), file, name);
  if (extname(file) === '.npy') return decodeNpy(bytes);
  throw new UsageError(
    `${source} is no source of images; name a .npy or .npz file, a folder of images, or a run's folder`,
  );
}

async function readSource(file: string): Promise<Uint8Array> {
  try {
    return await readFile(file);
  } catch (error) {
    throw new UsageError(`${file} cannot be read (${(error as NodeJS.ErrnoException).code})`);
  }
}

function arrayOf(arrays: ReadonlyMap<string, NpyArray>, file: string, name: string | undefined): NpyArray {
  const names = [...arrays.keys()];
  const array = arrays.get(name ?? (names.length === 1 ? names[0] : ''));
  if (!array)
    throw new UsageError(`${file} holds ${names.join(', ')}; name one of them, as in ${file}:${names[0]}`);
  return array;
}

async function is(kind: 'file' | 'folder', path: string): Promise<boolean> {
  return stat(path).then(
    (entry) => (kind === 'file' ? entry.isFile() : entry.isDirectory()),
    () => false,
  );
}
