import { createHash } from 'node:crypto';
import { readFile, readdir } from 'node:fs/promises';
import { basename, join, sep } from 'node:path';
import type { ImageBatch } from '@aelab/images';
import type { ImageDataset } from './image-dataset.js';
import type { ImageSource } from './image-source.js';
import { classesOf, type LabelRow } from './labels-csv.js';

/** What the images of a folder are made into. */
export interface ImageFolderOptions {
  readonly height: number;
  readonly width: number;
  /** 1 for grey (luminance), 3 for red, green and blue. */
  readonly channels: 1 | 3;
  /**
   * `stretch`: the whole image, resized to height and width, its proportions lost. `centre-crop`: resized until it covers
   * height and width, and the middle cut out. `grid-crop`: not resized; cut into as many whole tiles as it has.
   */
  readonly fit: 'stretch' | 'centre-crop' | 'grid-crop';
  /** The label of every file, for a folder without a folder per class. */
  readonly labels?: readonly LabelRow[];
}

/** One image of the data set: a file, and the corner of its tile where the file is cut into several. */
interface Piece {
  readonly file: number;
  readonly left: number;
  readonly top: number;
}

const imageName = /\.(png|jpe?g|webp)$/i;
const decodedAtOnce = 8;

/**
 * The images of a folder: `folder/class/image.png`, or `folder/image.png` with or without a table of labels. PNG, JPEG
 * and WebP; turned upright as their EXIF data say; transparent parts are drawn on black.
 *
 * Tiles cut from one photograph share their number in `groups`: part them with {@link stratifiedSplit}, which keeps
 * groups whole. A split by tile would test a model on photographs that it has seen.
 *
 * @returns images in the order of their paths, bytes in [0, 255]; the one class `unlabeled` where nothing says otherwise
 * @throws Error if the folder holds no images, a file cannot be decoded, or the package `sharp` is not installed
 */
export async function imageFolder(folder: string, options: ImageFolderOptions): Promise<ImageDataset> {
  const source = await imageFolderSource(folder, options);
  const { name, split, classNames, labels, groups, provenance, count, imageShape } = source;
  const data = new Uint8Array(count * imageShape.reduce((a, b) => a * b, 1));
  await source.read(0, data);
  const images = { data, shape: [count, ...imageShape], range: [0, 255] } as const;
  return { name, split, images, labels, classNames, groups, provenance };
}

/**
 * The images of a folder as a source: each file is decoded when its images are asked for.
 *
 * @throws Error as {@link imageFolder}; a file that cannot be decoded is named when it is read
 */
export async function imageFolderSource(
  folder: string,
  options: ImageFolderOptions,
): Promise<ImageSource & { readonly groups: Uint32Array }> {
  const sharp = await loadSharp();
  const files = await listImages(folder);
  const { classNames, indices } = classesOf('imageFolder', labelsOf(folder, files, options.labels));
  const paths = files.map((name) => join(folder, name));
  const pieces = (await mapSome(paths, (path, file) => piecesOf(sharp, path, file, options))).flat();
  const size = options.height * options.width * options.channels;
  return {
    name: basename(folder),
    split: 'all',
    count: pieces.length,
    imageShape: [options.height, options.width, options.channels],
    classNames,
    labels: Uint8Array.from(pieces, ({ file }) => indices[file]),
    groups: Uint32Array.from(pieces, ({ file }) => file),
    provenance: {
      source: folder,
      license: 'unknown',
      citation: '',
      checksums: { 'sha256sum of all files': await checksumOf(folder, files) },
    },
    read: (first, pixels) =>
      readPieces(sharp, paths, pieces.slice(first, first + pixels.length / size), pixels, options),
    close: () => Promise.resolve(),
  };
}

/** An image file as it was before it became an image of the batch, upright. */
export interface ImageFile {
  readonly path: string;
  readonly height: number;
  readonly width: number;
  readonly channels: number;
}

/**
 * Single image files, made into one batch as {@link imageFolder} makes them, and what each of them was.
 *
 * @returns bytes in [0, 255], in the order of the paths
 * @throws Error if a file cannot be decoded, or the package `sharp` is not installed
 */
export async function imageFiles(
  paths: readonly string[],
  options: Omit<ImageFolderOptions, 'labels' | 'fit'> & { readonly fit: 'stretch' | 'centre-crop' },
): Promise<{ readonly images: ImageBatch; readonly files: readonly ImageFile[] }> {
  const sharp = await loadSharp();
  const files = await mapSome(paths, async (path): Promise<ImageFile> => {
    const { autoOrient, channels } = await sharp(path).metadata().catch(cannotDecode(path));
    return { path, height: autoOrient.height, width: autoOrient.width, channels };
  });
  const { height, width, channels } = options;
  const data = new Uint8Array(paths.length * height * width * channels);
  const whole = paths.map((_, file): Piece => ({ file, left: 0, top: 0 }));
  await readPieces(sharp, paths, whole, data, options);
  return { images: { data, shape: [paths.length, height, width, channels], range: [0, 255] }, files };
}

type SharpModule = (typeof import('sharp'))['default'];

async function loadSharp(): Promise<SharpModule> {
  const module = await import('sharp').catch((cause: unknown) => {
    throw new Error(
      'imageFolder: image files are read by the package sharp, which is not here; install it (npm install sharp)',
      { cause },
    );
  });
  return module.default;
}

/** Paths of all images in the folder and its folders, in an order that is the same everywhere. */
async function listImages(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true }).catch((cause: unknown) => {
    throw new Error(`imageFolder: ${folder} cannot be read (${(cause as Error).message})`, { cause });
  });
  const files = entries.filter((name) => imageName.test(name)).map((name) => name.split(sep).join('/'));
  if (files.length === 0) throw new Error(`imageFolder: ${folder} holds no .png, .jpg or .webp file`);
  return files.sort();
}

function labelsOf(folder: string, files: readonly string[], rows: readonly LabelRow[] | undefined): string[] {
  if (rows !== undefined) return labelsFrom(rows, files);
  const inFolders = files.filter((file) => file.includes('/')).length;
  if (inFolders > 0 && inFolders < files.length)
    throw new Error(
      `imageFolder: ${folder} holds ${inFolders} images in folders and ${files.length - inFolders} beside them; folders are classes, so every image must be in one or none`,
    );
  return files.map((file) => (inFolders > 0 ? file.slice(0, file.indexOf('/')) : 'unlabeled'));
}

function labelsFrom(rows: readonly LabelRow[], files: readonly string[]): string[] {
  const labelOf = new Map(rows.map(({ file, label }) => [file, label]));
  return files.map((file) => {
    const label = labelOf.get(file);
    if (label === undefined) throw new Error(`imageFolder: the table of labels has no row for ${file}`);
    return label;
  });
}

/** What `sha256sum` says of the list that it writes of all the files. */
async function checksumOf(folder: string, files: readonly string[]): Promise<string> {
  const list = createHash('sha256');
  const lines = await mapSome(files, async (name) => {
    const digest = createHash('sha256').update(await readFile(join(folder, name)));
    return `${digest.digest('hex')}  ${name}\n`;
  });
  return list.update(lines.join('')).digest('hex');
}

async function piecesOf(
  sharp: SharpModule,
  path: string,
  file: number,
  options: ImageFolderOptions,
): Promise<Piece[]> {
  if (options.fit !== 'grid-crop') return [{ file, left: 0, top: 0 }];
  const { width, height } = (await sharp(path).metadata().catch(cannotDecode(path))).autoOrient;
  const columns = Math.floor(width / options.width);
  const rows = Math.floor(height / options.height);
  if (rows * columns === 0)
    throw new Error(
      `imageFolder: ${path} is ${width}×${height}; it has no tile of ${options.width}×${options.height}`,
    );
  return Array.from({ length: rows * columns }, (_, i) => ({
    file,
    left: (i % columns) * options.width,
    top: Math.floor(i / columns) * options.height,
  }));
}

/** Fills `pixels` with the pieces; decodes each file once. */
async function readPieces(
  sharp: SharpModule,
  paths: readonly string[],
  pieces: readonly Piece[],
  pixels: Uint8Array,
  options: ImageFolderOptions,
): Promise<void> {
  const size = options.height * options.width * options.channels;
  const placesOf = new Map<number, number[]>();
  pieces.forEach(({ file }, place) => placesOf.set(file, [...(placesOf.get(file) ?? []), place]));
  await mapSome([...placesOf], async ([file, places]) => {
    const image = await decode(sharp, paths[file], options);
    for (const place of places)
      copyTile(image, pieces[place], pixels.subarray(place * size, (place + 1) * size), options);
  });
}

interface RawImage {
  readonly data: Uint8Array;
  readonly info: { readonly width: number };
}

async function decode(sharp: SharpModule, path: string, options: ImageFolderOptions): Promise<RawImage> {
  const { height, width, channels, fit } = options;
  const image = sharp(path, { failOn: 'truncated' }).autoOrient().flatten({ background: 'black' });
  const sized =
    fit === 'grid-crop' ? image : image.resize({ width, height, fit: fit === 'stretch' ? 'fill' : 'cover' });
  const coloured = channels === 1 ? sized.toColourspace('b-w') : sized;
  return coloured.raw().toBuffer({ resolveWithObject: true }).catch(cannotDecode(path));
}

function cannotDecode(path: string) {
  return (cause: unknown): never => {
    throw new Error(`imageFolder: ${path} cannot be decoded (${(cause as Error).message})`, { cause });
  };
}

function copyTile(
  image: RawImage,
  { left, top }: Piece,
  tile: Uint8Array,
  options: ImageFolderOptions,
): void {
  const row = options.width * options.channels;
  for (let y = 0; y < options.height; y++) {
    const from = ((top + y) * image.info.width + left) * options.channels;
    tile.set(image.data.subarray(from, from + row), y * row);
  }
}

/** `f` of every item, some of them at a time. */
async function mapSome<T, R>(items: readonly T[], f: (item: T, index: number) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  for (let start = 0; start < items.length; start += decodedAtOnce) {
    const some = items.slice(start, start + decodedAtOnce);
    results.push(...(await Promise.all(some.map((item, i) => f(item, start + i)))));
  }
  return results;
}
