import type { ImageBatch } from '@aelab/images';
import { imagesFromNpy, toUnitRange } from '@aelab/images';
import type { InferenceSession } from 'onnxruntime-node';
import type { Latents } from '../autoencoder.js';
import { imageRange } from '../autoencoder.js';
import type { ClassScores, Judge } from '../judges/judge.js';

/** What an ONNX file does not say of the images that it takes and gives. */
export interface OnnxImages {
  /**
   * `nchw`: channels first, as PyTorch has them. By default what the file's shapes say (1, 3 or 4 channels), and `nchw`
   * where they do not.
   */
  readonly layout?: Layout;
  /** The values that the model takes and gives; [0, 1] by default. */
  readonly range?: ImageBatch['range'];
}

type Layout = 'nchw' | 'nhwc';

/** Two ONNX files, or one that reconstructs: then the "latents" are the images that it gives. */
export type OnnxFiles =
  | { readonly encoder: string | Uint8Array; readonly decoder: string | Uint8Array }
  | { readonly autoencoder: string | Uint8Array };

/** An encoder and a decoder that are not layers models. */
export interface ImportedAutoencoder {
  readonly encode: (images: ImageBatch) => Promise<Latents>;
  readonly decode: (latents: Latents) => Promise<ImageBatch>;
}

/**
 * An autoencoder from ONNX files of anybody's making, by `onnxruntime-node`, which must be installed.
 *
 * @param files - paths or contents
 * @throws Error if onnxruntime-node is not installed, or a file is no model with one input and one output
 */
export async function onnxAutoencoder(
  files: OnnxFiles,
  declared: OnnxImages = {},
): Promise<ImportedAutoencoder> {
  if ('autoencoder' in files) {
    const whole = await session(files.autoencoder);
    return {
      encode: encoding(whole, declared),
      decode: async (latents) => Promise.resolve(imagesOf(latents, whole, declared)),
    };
  }
  return {
    encode: encoding(await session(files.encoder), declared),
    decode: await onnxDecoder(files.decoder, declared),
  };
}

/**
 * A decoder alone; see {@link onnxAutoencoder}.
 *
 * @throws Error as {@link onnxAutoencoder}
 */
export async function onnxDecoder(
  file: string | Uint8Array,
  declared: OnnxImages = {},
): Promise<ImportedAutoencoder['decode']> {
  const decoder = await session(file);
  return async (latents) => imagesOf(await decoder.run(latents), decoder, declared);
}

function encoding(encoder: Session, { layout = layoutOf(encoder.takes), range = [0, 1] }: OnnxImages) {
  return (images: ImageBatch) => inBatches(images, (batch) => encoder.run(imageInput(batch, layout, range)));
}

function imagesOf(
  { data, shape }: Latents,
  { gives }: Session,
  { layout = layoutOf(gives), range = [0, 1] }: OnnxImages,
): ImageBatch {
  return imagesFromNpy({ data: inUnitRange(data, range), shape }, [0, 1], layout);
}

/** Where a file says that its channels are. */
function layoutOf(shape: DeclaredShape): Layout {
  const isChannels = (length: string | number | undefined) => [1, 3, 4].includes(Number(length));
  return isChannels(shape[3]) && !isChannels(shape[1]) ? 'nhwc' : 'nchw';
}

/**
 * A judge from an ONNX file of anybody's making, by `onnxruntime-node`, which must be installed.
 *
 * @param kind - whether the file gives logits, the default, or probabilities
 * @throws Error if onnxruntime-node is not installed, or the file is no model with one input and one output
 */
export async function onnxJudge(
  file: string | Uint8Array,
  { kind = 'logits', ...declared }: OnnxImages & { readonly kind?: ClassScores['kind'] } = {},
): Promise<Judge> {
  const scores = encoding(await session(file), declared);
  return {
    predict: async (images) => {
      const { data, shape } = await scores(images);
      return { data, shape: [shape[0], shape[1]], kind };
    },
  };
}

/** Lengths, or names of those that are free. */
type DeclaredShape = readonly (string | number)[];

interface Session {
  readonly run: (input: Latents) => Promise<Latents>;
  readonly takes: DeclaredShape;
  readonly gives: DeclaredShape;
}

async function session(file: string | Uint8Array): Promise<Session> {
  const { InferenceSession, Tensor } = await onnxruntime();
  const model = await (
    typeof file === 'string' ? InferenceSession.create(file) : InferenceSession.create(file)
  ).catch((cause: unknown) => {
    const name = typeof file === 'string' ? file : 'the model';
    throw new Error(`onnx: ${name} cannot be loaded (${(cause as Error).message.split('\n')[0]})`, { cause });
  });
  assertOneEach(model);
  const [input] = model.inputNames;
  const [output] = model.outputNames;
  const run = async ({ data, shape }: Latents) => {
    const outputs = await model.run({ [input]: new Tensor('float32', data, [...shape]) });
    const { data: values, dims } = outputs[output];
    return { data: values as Float32Array, shape: dims };
  };
  return { run, takes: shapeOf(model.inputMetadata[0]), gives: shapeOf(model.outputMetadata[0]) };
}

function shapeOf(declared: InferenceSession.ValueMetadata): DeclaredShape {
  return declared.isTensor ? declared.shape : [];
}

function assertOneEach({ inputNames, outputNames }: InferenceSession): void {
  if (inputNames.length !== 1 || outputNames.length !== 1)
    throw new Error(
      `onnx: the model takes ${inputNames.join(', ')} and gives ${outputNames.join(', ')}; it must take one tensor and give one`,
    );
}

async function onnxruntime() {
  try {
    return await import('onnxruntime-node');
  } catch (cause) {
    throw new Error('onnx: onnxruntime-node is not installed; install it (npm install onnxruntime-node)', {
      cause,
    });
  }
}

const batchSize = 500;

async function inBatches(images: ImageBatch, run: (batch: ImageBatch) => Promise<Latents>): Promise<Latents> {
  const [n] = images.shape;
  const parts: Latents[] = [];
  for (let from = 0; from < n; from += batchSize)
    parts.push(await run(imageRange(images, from, Math.min(n, from + batchSize))));
  const data = new Float32Array(parts.reduce((length, part) => length + part.data.length, 0));
  parts.reduce((at, part) => {
    data.set(part.data, at);
    return at + part.data.length;
  }, 0);
  return { data, shape: [n, ...parts[0].shape.slice(1)] };
}

function imageInput(images: ImageBatch, layout: Layout, [lo, hi]: ImageBatch['range']): Latents {
  const { data, shape } = toUnitRange(images);
  const values = lo === 0 && hi === 1 ? data : data.map((value) => lo + value * (hi - lo));
  if (layout === 'nhwc') return { data: values, shape };
  const [n, height, width, channels] = shape;
  return { data: channelsFirst(values, n, channels), shape: [n, channels, height, width] };
}

function channelsFirst(values: Float32Array, n: number, channels: number): Float32Array {
  const pixels = values.length / (n * channels);
  const result = new Float32Array(values.length);
  for (let image = 0; image < n; image++)
    for (let channel = 0; channel < channels; channel++) {
      const to = (image * channels + channel) * pixels;
      const from = image * channels * pixels + channel;
      for (let i = 0; i < pixels; i++) result[to + i] = values[from + i * channels];
    }
  return result;
}

function inUnitRange(values: Float32Array, [lo, hi]: ImageBatch['range']): Float32Array {
  return lo === 0 && hi === 1 ? values : values.map((value) => (value - lo) / (hi - lo));
}
