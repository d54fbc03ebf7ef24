import type { ImageBatch } from '@aelab/images';
import { imageSize, toUnitRange } from '@aelab/images';
import type { Tensor, Tensor4D } from '@tensorflow/tfjs-core';
import { tensor, tensor4d, tidy } from '@tensorflow/tfjs-core';
import type { LayersModel, SymbolicTensor } from '@tensorflow/tfjs-layers';
import { model } from '@tensorflow/tfjs-layers';

export type ImageShape = readonly [height: number, width: number, channels: number];

/** An autoencoder as its two halves and the whole; a plain record around three TensorFlow.js layers models. */
export interface Autoencoder {
  /** `[batch, height, width, channels]` in [0, 1] → `[batch, …latentShape]` */
  readonly encoder: LayersModel;
  /** `[batch, …latentShape]` → `[batch, height, width, channels]` in [0, 1] */
  readonly decoder: LayersModel;
  /** `decoder(encoder(x))`, sharing both sets of weights; train this one. */
  readonly autoencoder: LayersModel;
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
 * The latents of images, computed in batches so that memory stays bounded.
 *
 * @param images - any range; mapped to [0, 1] for the encoder
 * @returns latents `[n, …latentShape]`
 * @throws RangeError if the images do not have the shape that the encoder takes
 */
export async function encode(half: Pick<Autoencoder, 'encoder'>, images: ImageBatch): Promise<Latents> {
  const shape = imageShapeOf(half);
  if (images.shape.slice(1).join() !== shape.join())
    throw new RangeError(
      `encode: images have shape [${images.shape.slice(1).join(',')}] and the encoder takes [${shape.join(',')}]`,
    );
  const data = await predictInBatches(half.encoder, images.shape[0], (from, to) =>
    unitTensor(imageRange(images, from, to)),
  );
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
  const size = latentShape.reduce((product, length) => product * length, 1);
  const data = await predictInBatches(half.decoder, n, (from, to) =>
    tensor(latents.data.subarray(from * size, to * size), [to - from, ...latentShape]),
  );
  const [height, width, channels] = half.decoder.outputs[0].shape.slice(1) as [number, number, number];
  return { data, shape: [n, height, width, channels], range: [0, 1] };
}

/** `decode(encode(images))`: the reconstructions, with values in [0, 1]. */
export async function reconstruct(autoencoder: Autoencoder, images: ImageBatch): Promise<ImageBatch> {
  return decode(autoencoder, await encode(autoencoder, images));
}

/** Images as a Float32 tensor with values in [0, 1]. */
export function unitTensor(images: ImageBatch): Tensor4D {
  return tensor4d(toUnitRange(images).data, [...images.shape]);
}

function imageRange(images: ImageBatch, from: number, to: number): ImageBatch {
  const [, height, width, channels] = images.shape;
  const data = images.data.subarray(from * imageSize(images), to * imageSize(images));
  return { data, shape: [to - from, height, width, channels], range: images.range };
}

const inferenceBatch = 500;

async function predictInBatches(
  layers: LayersModel,
  n: number,
  inputs: (from: number, to: number) => Tensor,
): Promise<Float32Array> {
  const size = (layers.outputs[0].shape.slice(1) as number[]).reduce(
    (product, length) => product * length,
    1,
  );
  const outputs = new Float32Array(n * size);
  for (let from = 0; from < n; from += inferenceBatch) {
    const input = inputs(from, Math.min(from + inferenceBatch, n));
    const output = tidy(() => layers.apply(input) as Tensor);
    outputs.set(await output.data<'float32'>(), from * size);
    input.dispose();
    output.dispose();
  }
  return outputs;
}
