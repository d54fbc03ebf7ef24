import { createHash } from 'node:crypto';
import { mkdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import {
  decodeInteger,
  exportIntegerDecoder,
  readIntegerDecoder,
  writeIntegerDecoder,
  type DecoderReference,
} from '@aelab/codec';
import { decode, encode, loadHalf, selectBackend, type Latents } from '@aelab/models';
import { runFiles, writeWhole } from '../run/run-folder.js';
import { UsageError } from '../usage-error.js';
import { evenlyChosen, type CodedRun } from './coded-run.js';
import { decoderLayers } from './decoder-layers.js';

/** A decoder that files name by its hash. */
export interface NamedDecoder extends DecoderReference {
  /** Where it lies: a file (integer), or a folder with `model.json` and `weights.bin` (float). */
  readonly path: string;
  readonly bytes: number;
  /** 8-bit pixels of some latents. */
  readonly pixels: (latents: Latents) => Promise<Uint8Array>;
}

/** Latents of training images by which the integer decoder's units are chosen. */
const CALIBRATION_IMAGES = 500;

/** Where a run's integer decoder lies in its folder. */
const INTEGER_DECODER = join('codec', 'decoder.aed');

/**
 * The decoder of a run. The integer one is exported once, with 16-bit weights, and kept in the run's folder, since its
 * calibration depends on the machine in the last bits.
 *
 * @throws RangeError if a layer has no integer form
 */
export async function runDecoder(run: CodedRun, kind: DecoderReference['kind']): Promise<NamedDecoder> {
  const integer = join(run.folder, INTEGER_DECODER);
  if (kind === 'float') return floatDecoder(join(run.folder, runFiles.model, 'decoder'));
  if (!(await stat(integer).catch(() => undefined))) {
    await mkdir(join(run.folder, 'codec'), { recursive: true });
    await writeWhole(integer, await exportedDecoder(run));
  }
  return integerDecoder(integer);
}

async function exportedDecoder({ model, data, latentShape, imageShape }: CodedRun): Promise<Uint8Array> {
  const images = evenlyChosen(data.train.images, CALIBRATION_IMAGES);
  const { data: calibration } = await encode(model, images);
  const layers = await decoderLayers(model.decoder);
  const shapes = { latentShape, imageShape, range: [0, 1] as const };
  return writeIntegerDecoder(exportIntegerDecoder({ layers, ...shapes, calibration, weightBits: 16 }));
}

/**
 * The decoder at a path: an integer decoder's file, a float decoder's folder, or the folder of a run, which has both.
 *
 * @throws UsageError if there is none
 */
export async function openDecoder(path: string, kind: DecoderReference['kind']): Promise<NamedDecoder> {
  const isThere = async (...names: string[]) =>
    (await stat(join(path, ...names)).catch(() => undefined)) !== undefined;
  if (await isThere('model.json')) return floatDecoder(path);
  if (await isThere(runFiles.record))
    return kind === 'integer'
      ? integerDecoder(join(path, INTEGER_DECODER))
      : floatDecoder(join(path, runFiles.model, 'decoder'));
  return integerDecoder(path);
}

async function integerDecoder(path: string): Promise<NamedDecoder> {
  const bytes = await readDecoderFile(path);
  const decoder = readIntegerDecoder(bytes);
  return {
    kind: 'integer',
    hash: sha256(bytes),
    path,
    bytes: bytes.length,
    pixels: ({ data }) => Promise.resolve(decodeInteger(decoder, data)),
  };
}

/** Its hash is that of `model.json` and `weights.bin`, one after the other. */
async function floatDecoder(path: string): Promise<NamedDecoder> {
  const files = await Promise.all(
    ['model.json', 'weights.bin'].map((name) => readDecoderFile(join(path, name))),
  );
  await selectBackend('auto');
  const decoder = await loadHalf(path);
  return {
    kind: 'float',
    hash: sha256(...files),
    path,
    bytes: files.reduce((sum, { length }) => sum + length, 0),
    pixels: async (latents) => eightBit((await decode({ decoder }, latents)).data),
  };
}

function sha256(...parts: readonly Uint8Array[]): string {
  const digest = createHash('sha256');
  for (const part of parts) digest.update(part);
  return digest.digest('hex');
}

/** Values in [0, 1] as bytes, halves up; what lies beyond is cut off. */
export function eightBit(values: ArrayLike<number>): Uint8Array {
  return Uint8Array.from(values, (value) => Math.floor(255 * Math.min(1, Math.max(0, value)) + 0.5));
}

async function readDecoderFile(path: string): Promise<Uint8Array> {
  try {
    return await readFile(path);
  } catch (error) {
    throw new UsageError(
      `decoder: ${path} cannot be read (${(error as NodeJS.ErrnoException).code}); name an integer decoder's file, a float decoder's folder, or the folder of a run`,
    );
  }
}
