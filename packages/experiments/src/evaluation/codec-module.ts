import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { stat } from 'node:fs/promises';
import type { ImageBatch } from '@aelab/images';
import {
  layersAutoencoder,
  onnxAutoencoder,
  selectBackend,
  type ImageShape,
  type ImportedAutoencoder,
  type Latents,
} from '@aelab/models';
import { UsageError } from '../usage-error.js';

/** Anything that makes a code of images and images of a code can be judged. */
export interface ImageCodec {
  encode(images: ImageBatch): unknown;
  decode(code: unknown): ImageBatch | Promise<ImageBatch>;
}

/** What a codec made of images; `bytes` where its code is bytes. */
export interface CodedImages {
  readonly reconstructions: ImageBatch;
  readonly bytes?: number;
}

/**
 * The codec of a person's own: an autoencoder as ONNX or as TensorFlow.js layers models, whole (`model.onnx`, or a folder
 * with a `model.json`) or as two halves (`encoder.onnx,decoder.onnx`), with values in [0, 1]; or a module that exports
 * `encode` and `decode`.
 *
 * @param imageShape - of the images that it will be given
 * @throws UsageError if it cannot be loaded, or exports no such functions
 */
export async function loadCodec(source: string, imageShape: ImageShape): Promise<ImageCodec> {
  const files = source.split(',');
  files.forEach(assertNotKeras);
  if (source.endsWith('.onnx')) return asCodec(onnxAutoencoder(halvesOf(files)));
  if (!(await isFolder(files[0]))) return loadModule(source);
  await selectBackend('auto');
  return asCodec(layersAutoencoder(halvesOf(files), imageShape));
}

function halvesOf([encoder, decoder]: readonly (string | undefined)[]) {
  return decoder === undefined ? { autoencoder: String(encoder) } : { encoder: String(encoder), decoder };
}

async function asCodec(loading: Promise<ImportedAutoencoder>): Promise<ImageCodec> {
  const { encode, decode } = await loading.catch((error: unknown) => {
    throw new UsageError(`codec: ${(error as Error).message}`);
  });
  return { encode, decode: (code) => decode(code as Latents) };
}

/** @throws UsageError that says what to do with a file of Keras, which only Python reads */
export function assertNotKeras(file: string): void {
  if (/\.(h5|hdf5|keras)$/.test(file))
    throw new UsageError(
      `codec: ${file} is a Keras file, which only Python reads; convert it there (tensorflowjs.converters.save_keras_model(keras.models.load_model('${file}'), 'FOLDER')) and name FOLDER`,
    );
}

async function isFolder(path: string): Promise<boolean> {
  return stat(path).then(
    (entry) => entry.isDirectory(),
    () => false,
  );
}

async function loadModule(file: string): Promise<ImageCodec> {
  const module = await importModule(file);
  const { encode, decode } = module;
  if (typeof encode !== 'function' || typeof decode !== 'function')
    throw new UsageError(
      `codec: ${file} exports ${Object.keys(module).join(', ') || 'nothing'}; it must export the functions encode and decode`,
    );
  return { encode, decode };
}

async function importModule(file: string): Promise<Partial<ImageCodec>> {
  try {
    return (await import(pathToFileURL(resolve(file)).href)) as Partial<ImageCodec>;
  } catch (error) {
    throw new UsageError(`codec: ${file} cannot be loaded (${(error as Error).message.split('\n')[0]})`);
  }
}

/**
 * Encodes and decodes images.
 *
 * @throws UsageError if what is decoded are no images
 */
export async function throughCodec(codec: ImageCodec, images: ImageBatch): Promise<CodedImages> {
  const code = await codec.encode(images);
  const reconstructions = await codec.decode(code);
  const missing = ['data', 'shape', 'range'].filter((key) => !(key in Object(reconstructions)));
  if (missing.length > 0)
    throw new UsageError(
      `codec: what decode gives has no ${missing.join(', ')}; it must be images: { data, shape: [n, height, width, channels], range }`,
    );
  return { reconstructions, ...(code instanceof Uint8Array && { bytes: code.length }) };
}
