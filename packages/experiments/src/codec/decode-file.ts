import { mkdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { openLatents, readLatents, type LatentsFile } from '@aelab/codec';
import { encodeNpy } from '@aelab/images';
import { encodePng } from '@aelab/viz';
import { writeWhole } from '../run/run-folder.js';
import { UsageError } from '../usage-error.js';
import { openDecoder, type NamedDecoder } from './run-decoder.js';

export interface DecodedFile {
  readonly images: number;
  readonly imageShape: readonly number[];
  readonly decoder: Pick<NamedDecoder, 'kind' | 'path'>;
}

/**
 * The images of an `.ael` file, or some of them, as PNG files in a new folder, named by their places in the source, or
 * as one `.npy` array of bytes. Nothing of the model but the decoder is needed.
 *
 * @param decoder - see {@link openDecoder}; refused if the file is for another
 * @param images - places in the file, from 0
 * @throws UsageError if a file is missing, the decoder is another, an image is not in the file, or the folder exists
 * @throws AelFormatError if the file, or a block that is needed, is damaged
 */
export async function decodeFile(
  file: string,
  decoderPath: string,
  out: string,
  images?: readonly number[],
): Promise<DecodedFile> {
  const bytes = await readLatentsFile(file);
  const decoder = await openDecoder(decoderPath, openLatents(bytes).header.decoder?.kind ?? 'integer');
  const latents = openFor(bytes, decoder);
  const places = images ?? Array.from({ length: latents.header.images }, (_, i) => i);
  assertPlaces(places, latents, file);
  const blocks = decodedBlocks(latents, decoder, places);
  await (extname(out) === '.npy'
    ? writeArray(out, latents, places.length, blocks)
    : writePictures(out, latents, blocks));
  const { kind, path } = decoder;
  return { images: places.length, imageShape: latents.header.imageShape, decoder: { kind, path } };
}

/** @throws UsageError if it cannot be read */
export async function readLatentsFile(file: string): Promise<Uint8Array> {
  try {
    return await readFile(file);
  } catch (error) {
    throw new UsageError(
      `${file} cannot be read (${(error as NodeJS.ErrnoException).code}); name an .ael file`,
    );
  }
}

/** Refuses a decoder that the file does not name; a file that names none takes any. */
function openFor(bytes: Uint8Array, { hash, path }: NamedDecoder): LatentsFile {
  const file = openLatents(bytes);
  const named = file.header.decoder?.hash;
  if (named !== undefined && named !== hash)
    throw new UsageError(`decoder: ${path} has the hash ${hash}; the file is for the decoder ${named}`);
  return file;
}

function assertPlaces(places: readonly number[], { header }: LatentsFile, file: string): void {
  const outside = places.find((place) => place >= header.images);
  if (outside !== undefined)
    throw new UsageError(`images: ${outside} is not in ${file}; it holds images 0 to ${header.images - 1}`);
}

/** Pixels of some images, and their places in the source. */
interface DecodedBlock {
  readonly pixels: Uint8Array;
  readonly sources: readonly number[];
}

async function* decodedBlocks(
  file: LatentsFile,
  decoder: NamedDecoder,
  places: readonly number[],
): AsyncGenerator<DecodedBlock> {
  const { imagesPerBlock, latentShape, sourceIndices } = file.header;
  for (let from = 0; from < places.length; from += imagesPerBlock) {
    const some = places.slice(from, from + imagesPerBlock);
    const data = readLatents(file, some);
    const pixels = await decoder.pixels({ data, shape: [some.length, ...latentShape] });
    yield { pixels, sources: some.map((place) => sourceIndices?.[place] ?? place) };
  }
}

async function writeArray(
  out: string,
  { header }: LatentsFile,
  n: number,
  blocks: AsyncIterable<DecodedBlock>,
): Promise<void> {
  const [height, width, channels] = header.imageShape;
  const data = new Uint8Array(n * height * width * channels);
  let filled = 0;
  for await (const { pixels } of blocks) {
    data.set(pixels, filled);
    filled += pixels.length;
  }
  await writeWhole(out, encodeNpy({ data, shape: [n, height, width, channels] }));
}

const placeDigits = 6;

async function writePictures(
  out: string,
  { header }: LatentsFile,
  blocks: AsyncIterable<DecodedBlock>,
): Promise<void> {
  if (await stat(out).catch(() => undefined))
    throw new UsageError(`out: ${out} already exists; choose another folder, or a .npy file`);
  const [height, width, channels] = header.imageShape;
  if (channels !== 1 && channels !== 3 && channels !== 4)
    throw new UsageError(`out: images of ${channels} channels are no pictures; write them to a .npy file`);
  const draft = `${out}.partial`;
  await rm(draft, { recursive: true, force: true });
  await mkdir(draft, { recursive: true });
  const size = height * width * channels;
  try {
    for await (const { pixels, sources } of blocks)
      for (const [i, source] of sources.entries()) {
        const picture = {
          pixels: pixels.subarray(i * size, (i + 1) * size),
          width,
          height,
          channels,
        } as const;
        await writeFile(join(draft, `${String(source).padStart(placeDigits, '0')}.png`), encodePng(picture));
      }
    await rename(draft, out);
  } catch (error) {
    await rm(draft, { recursive: true, force: true });
    throw error;
  }
}
