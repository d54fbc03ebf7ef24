import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { ImageBatch } from '@aelab/images';
import { onnxAutoencoder, type Latents } from '@aelab/models';
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
 * The codec that a file holds: an autoencoder as one ONNX file or as two (`encoder.onnx,decoder.onnx`; channels first,
 * values in [0, 1]), or a person's own module that exports `encode` and `decode`.
 *
 * @throws UsageError if it cannot be loaded, or exports no such functions
 */
export async function loadCodec(file: string): Promise<ImageCodec> {
  return file.endsWith('.onnx') ? loadOnnxCodec(file.split(',')) : loadModule(file);
}

async function loadOnnxCodec([encoder, decoder]: readonly (string | undefined)[]): Promise<ImageCodec> {
  const files =
    decoder === undefined ? { autoencoder: String(encoder) } : { encoder: String(encoder), decoder };
  const { encode, decode } = await onnxAutoencoder(files).catch((error: unknown) => {
    throw new UsageError(`codec: ${(error as Error).message}`);
  });
  return { encode, decode: (code) => decode(code as Latents) };
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

/** Encodes and decodes images. */
export async function throughCodec(codec: ImageCodec, images: ImageBatch): Promise<CodedImages> {
  const code = await codec.encode(images);
  const reconstructions = await codec.decode(code);
  return { reconstructions, ...(code instanceof Uint8Array && { bytes: code.length }) };
}
