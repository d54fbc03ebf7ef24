import type { ImageBatch } from '@aelab/images';
import { imageSize } from '@aelab/images';
import type { Tensor } from '@tensorflow/tfjs-core';
import { tensor, tidy } from '@tensorflow/tfjs-core';
import type { LayersModel, SymbolicTensor } from '@tensorflow/tfjs-layers';
import { model } from '@tensorflow/tfjs-layers';
import { unitTensor } from './backend/unit-tensor.js';
import { sizeOf } from './layer-stack.js';
import type { Objective } from './objectives/objective.js';
import type { TiedLayers } from './tied-kernels.js';

export type ImageShape = readonly [height: number, width: number, channels: number];

/**
 * An autoencoder as its two halves and the whole; a plain record around three TensorFlow.js layers models.
 *
 * An `objective` may change latents on their way (round them, keep the winners). {@link encode}, {@link reconstruct} and
 * training know of it; the three models alone do not.
 */
export interface Autoencoder {
  /** `[batch, height, width, channels]` in [0, 1] → `[batch, …latentShape]` */
  readonly encoder: LayersModel;
  /** `[batch, …latentShape]` → `[batch, height, width, channels]` in [0, 1] */
  readonly decoder: LayersModel;
  /** `decoder(encoder(x))`, sharing both sets of weights. */
  readonly autoencoder: LayersModel;
  /** Layers whose kernels stay each other's transpose; none by default. */
  readonly tied?: readonly TiedLayers[];
  /** What this kind of autoencoder adds to plain reconstruction; nothing by default. */
  readonly objective?: Objective;
}

/** Joins two halves that share no weights into an {@link Autoencoder}. */
export function joinHalves(encoder: LayersModel, decoder: LayersModel): Autoencoder {
  const latents = encoder.outputs[0];
  const reconstruction = decoder.apply(latents) as SymbolicTensor;
  return { encoder, decoder, autoencoder: model({ inputs: encoder.inputs, outputs: reconstruction }) };
}

export function imageShapeOf({ encoder }: Pick<Autoencoder, 'encoder'>): ImageShape {
  return encoder.inputs[0].shape.slice(1) as [number, number, number];
}

export function latentShapeOf({ encoder }: Pick<Autoencoder, 'encoder'>): number[] {
  return encoder.outputs[0].shape.slice(1) as number[];
}

/** Latents of a batch of images: `[n, …latentShape]`, row-major. */
export interface Latents {
  readonly data: Float32Array;
  readonly shape: readonly number[];
}

/**
 * The latents of images, as the decoder takes them, computed in batches so that memory stays bounded.
 *
 * @param images - any range; mapped to [0, 1] for the encoder
 * @returns latents `[n, …latentShape]`
 * @throws RangeError if the images do not have the shape that the encoder takes
 */
export async function encode(
  half: Pick<Autoencoder, 'encoder' | 'objective'>,
  images: ImageBatch,
): Promise<Latents> {
  const { encoder, objective } = half;
  const shape = imageShapeOf(half);
  if (images.shape.slice(1).join() !== shape.join())
    throw new RangeError(
      `encode: images have shape [${images.shape.slice(1).join(',')}] and the encoder takes [${shape.join(',')}]`,
    );
  const data = await inBatches(images.shape[0], latentShapeOf(half), (from, to) => {
    const latents = encoder.apply(unitTensor(imageRange(images, from, to))) as Tensor;
    return objective?.code ? objective.code(latents) : latents;
  });
  return { data, shape: [images.shape[0], ...latentShapeOf(half)] };
}

/**
 * The images that latents decode to, with values in [0, 1].
 *
 * @throws RangeError if the latents do not have the shape that the decoder takes
 */
export async function decode(half: Pick<Autoencoder, 'decoder'>, latents: Latents): Promise<ImageBatch> {
  const latentShape = half.decoder.inputs[0].shape.slice(1) as number[];
  if (latents.shape.slice(1).join() !== latentShape.join())
    throw new RangeError(
      `decode: latents have shape [${latents.shape.slice(1).join(',')}] and the decoder takes [${latentShape.join(',')}]`,
    );
  const n = latents.shape[0];
  const size = sizeOf(latentShape);
  const [height, width, channels] = half.decoder.outputs[0].shape.slice(1) as [number, number, number];
  const data = await inBatches(n, [height, width, channels], (from, to) => {
    const batch = tensor(latents.data.subarray(from * size, to * size), [to - from, ...latentShape]);
    return half.decoder.apply(batch) as Tensor;
  });
  return { data, shape: [n, height, width, channels], range: [0, 1] };
}

/** `decode(encode(images))`: the reconstructions, with values in [0, 1]. */
export async function reconstruct(autoencoder: Autoencoder, images: ImageBatch): Promise<ImageBatch> {
  return decode(autoencoder, await encode(autoencoder, images));
}

/** The images from index `from` to before `to`, not copied. */
export function imageRange(images: ImageBatch, from: number, to: number): ImageBatch {
  const [, height, width, channels] = images.shape;
  const data = images.data.subarray(from * imageSize(images), to * imageSize(images));
  return { data, shape: [to - from, height, width, channels], range: images.range };
}

const inferenceBatch = 500;

/** Computes `[n, …shape]` values, a few hundred rows at a time; what `compute` makes on the way is disposed of. */
export async function inBatches(
  n: number,
  shape: readonly number[],
  compute: (from: number, to: number) => Tensor,
): Promise<Float32Array> {
  const size = sizeOf(shape);
  const outputs = new Float32Array(n * size);
  for (let from = 0; from < n; from += inferenceBatch) {
    const output = tidy(() => compute(from, Math.min(from + inferenceBatch, n)));
    outputs.set(await output.data<'float32'>(), from * size);
    output.dispose();
  }
  return outputs;
}
