import { readdir } from 'node:fs/promises';
import { join, sep } from 'node:path';
import type { ImageBatch } from '@aelab/images';
import type { Sharp } from 'sharp';
import { loadSharp } from '../load-sharp.js';
import { UsageError } from '../usage-error.js';

/** The image files of a folder, alike as far as is known before they are decoded. */
export interface ImageFolder {
  readonly folder: string;
  /** Paths in the folder, in the order of their names. */
  readonly files: readonly string[];
  /** The file whose shape all must have. */
  readonly first: string;
  readonly imageShape: readonly [height: number, width: number, channels: number];
}

/** Images, and the names of their files without extension, in the same order. */
export interface NamedImages {
  readonly images: ImageBatch;
  readonly names: readonly string[];
}

const imageName = /\.(png|jpe?g|webp|avif|tiff?|gif)$/i;
const decodedAtOnce = 16;

/**
 * The image files of a folder and its folders; the first is decoded for its shape.
 *
 * @throws UsageError if there are none, or the first cannot be decoded
 */
export async function openImageFolder(folder: string): Promise<ImageFolder> {
  const entries = await readdir(folder, { recursive: true });
  const files = entries.map((name) => name.split(sep).join('/')).filter((name) => imageName.test(name));
  if (files.length === 0)
    throw new UsageError(`evaluate: ${folder} holds neither run.json nor images; name a run, or images`);
  files.sort();
  const [first] = files;
  const { height, width, channels } = await read(join(folder, first));
  return { folder, files, first, imageShape: [height, width, channels] };
}

/** What files are called beside their partners in another folder. */
export function imageNames({ files }: ImageFolder): string[] {
  return files.map((file) => file.replace(imageName, ''));
}

/**
 * The images from place `from` to before `to` of a folder as they are: 8-bit, of one size, grey or colour.
 *
 * @returns bytes in [0, 255]
 * @throws UsageError if one cannot be decoded, or they are not alike
 */
export async function readFolderImages(
  { folder, files, first, imageShape }: ImageFolder,
  from: number,
  to: number,
): Promise<ImageBatch> {
  const size = imageShape[0] * imageShape[1] * imageShape[2];
  const data = new Uint8Array((to - from) * size);
  const readInto = async (i: number) => {
    const { height, width, channels, pixels } = await read(join(folder, files[i]));
    if ([height, width, channels].join() !== imageShape.join())
      throw new UsageError(
        `evaluate: ${files[i]} in ${folder} is ${describe([height, width, channels])} and ${first} is ${describe(imageShape)}; all must be alike`,
      );
    data.set(pixels, (i - from) * size);
  };
  for (let next = from; next < to; next += decodedAtOnce)
    await Promise.all(
      Array.from({ length: Math.min(decodedAtOnce, to - next) }, (_, i) => readInto(next + i)),
    );
  return { data, shape: [to - from, ...imageShape], range: [0, 255] };
}

/** All images of a folder; see {@link openImageFolder} and {@link readFolderImages}. */
export async function readImageFolder(folder: string): Promise<NamedImages> {
  const opened = await openImageFolder(folder);
  return { images: await readFolderImages(opened, 0, opened.files.length), names: imageNames(opened) };
}

interface Picture {
  readonly pixels: Uint8Array;
  readonly height: number;
  readonly width: number;
  readonly channels: number;
}

function describe(shape: readonly number[]): string {
  return shape.join('×');
}

async function read(file: string): Promise<Picture> {
  const sharp = await loadSharp('evaluate: image files are read');
  try {
    return await decode(sharp(file, { failOn: 'truncated' }), file);
  } catch (error) {
    if (error instanceof UsageError) throw error;
    throw new UsageError(`evaluate: ${file} cannot be decoded (${(error as Error).message.split('\n')[0]})`);
  }
}

/** Pixels that 8 bits cannot hold, or that have no one colour, are refused, not converted. */
async function decode(image: Sharp, file: string): Promise<Picture> {
  const { depth, hasAlpha, space } = await image.metadata();
  if (depth !== 'uchar')
    throw new UsageError(
      `evaluate: ${file} has pixels of type ${depth}; images have 8 bits, or are .npy files`,
    );
  if (hasAlpha && !(await image.stats()).isOpaque)
    throw new UsageError(`evaluate: ${file} is transparent in places; draw it on a background first`);
  const { data, info } = await image
    .autoOrient()
    .removeAlpha()
    .toColourspace(space === 'b-w' ? 'b-w' : 'srgb')
    .raw()
    .toBuffer({ resolveWithObject: true });
  return { pixels: data, height: info.height, width: info.width, channels: info.channels };
}
