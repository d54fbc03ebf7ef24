import type { LayersModel, SymbolicTensor } from '@tensorflow/tfjs-layers';
import type { Autoencoder } from './autoencoder.js';
import { imageShapeOf, latentShapeOf } from './autoencoder.js';
import type { Layer } from './layer-stack.js';
import { sizeOf } from './layer-stack.js';
import type { Objective } from './objectives/objective.js';
import type { WinnerTakeAllSettings } from './objectives/winner-take-all.js';
import { modelState } from './training/state.js';

export interface AutoencoderDescription {
  /** Weights of both halves, fixed ones too, and those that the objective trains; weights that two layers share count once. */
  readonly parameters: number;
  /** Multiplications with a weight that one image takes through both halves. */
  readonly multiplyAdds: number;
  readonly latentShape: readonly number[];
  /** Latents of an image that may differ from 0, where the objective limits them. */
  readonly activeLatents?: number;
  /** Values of an image / values of its latent: 784 / 32 = 24.5. It counts values, not bytes. */
  readonly dimensionReduction: number;
  /** Side of the square of pixels that a place of a spatial latent stands for; absent where the latent is flat. */
  readonly spatialStride?: number;
  /** Bytes of an 8-bit image / bytes of its latents as float32: nominal, since nobody would store them so. */
  readonly nominalFloat32Ratio: number;
  /** Whether the latent has at least as many values as the image, so that the "bottleneck" compresses nothing. */
  readonly expanding: boolean;
  /** What the kind of autoencoder adds to plain reconstruction. */
  readonly objective?: Objective['settings'];
  /** In the order that an image passes through them. */
  readonly layers: readonly LayerDescription[];
}

export interface LayerDescription {
  /** Its class: `Dense`, `Conv2D`. */
  readonly name: string;
  /** Of its output, without the batch. */
  readonly shape: readonly number[];
  /** Those of a tied kernel are the encoder's. */
  readonly parameters: number;
  /** Whether its output is the latent. */
  readonly latent?: boolean;
}

/**
 * What an autoencoder's shape says before any training.
 *
 * @example
 * await selectBackend('cpu');
 * const tiny = denseAutoencoder({ imageShape: [4, 4, 1], hidden: [], latentDim: 2, seed: 0 });
 * const { parameters, multiplyAdds, dimensionReduction, nominalFloat32Ratio } = describeAutoencoder(tiny);
 * [parameters, multiplyAdds, dimensionReduction, nominalFloat32Ratio]; // [82, 64, 8, 2]
 * describeAutoencoder(tiny).layers.map(({ name }) => name); // ['Input', 'Flatten', 'Dense', 'Dense', 'Reshape']
 */
export function describeAutoencoder(autoencoder: Autoencoder): AutoencoderDescription {
  const { encoder, decoder, objective } = autoencoder;
  const imageShape = imageShapeOf(autoencoder);
  const latentShape = latentShapeOf(autoencoder);
  const dimensionReduction = sizeOf(imageShape) / sizeOf(latentShape);
  const active = activeLatents(objective, latentShape);
  return {
    parameters: countParameters(autoencoder),
    multiplyAdds: multiplyAdds(encoder) + multiplyAdds(decoder),
    latentShape,
    ...(active !== undefined && { activeLatents: active }),
    dimensionReduction,
    ...(latentShape.length === 3 && { spatialStride: imageShape[0] / latentShape[0] }),
    nominalFloat32Ratio: dimensionReduction / 4,
    expanding: dimensionReduction <= 1,
    ...(objective && { objective: objective.settings }),
    layers: describeLayers(autoencoder),
  };
}

function describeLayers({ encoder, decoder, tied = [] }: Autoencoder): LayerDescription[] {
  const last = encoder.layers.length - 1;
  const shared = tied.map(([, layer]) => layer);
  return [
    ...encoder.layers.map((layer, i) => ({ ...describeLayer(layer), ...(i === last && { latent: true }) })),
    ...decoder.layers.slice(1).map((layer) => describeLayer(layer, shared.includes(layer.name))),
  ];
}

function describeLayer(layer: Layer, isTied = false): LayerDescription {
  const { shape } = layer.output as SymbolicTensor;
  const shared = isTied ? sizeOf(layer.weights[0].shape as number[]) : 0;
  return {
    name: layer.getClassName().replace('InputLayer', 'Input'),
    shape: shape.slice(1) as number[],
    parameters: layer.countParams() - shared,
  };
}

function countParameters({ encoder, decoder, objective, tied = [] }: Autoencoder): number {
  const own = objective?.state.filter(({ trained }) => trained) ?? [];
  const state = [...modelState(encoder), ...modelState(decoder), ...own];
  const all = state.reduce((sum, { variable }) => sum + variable.size, 0);
  return tied.reduce(
    (sum, [, layer]) => sum - sizeOf(decoder.getLayer(layer).weights[0].shape as number[]),
    all,
  );
}

function activeLatents(objective: Objective | undefined, latentShape: readonly number[]): number | undefined {
  if (objective?.settings.type !== 'winnerTakeAll') return undefined;
  const { active } = objective.settings as WinnerTakeAllSettings;
  return latentShape.length === 1 ? active : active * (latentShape.at(-1) ?? 1);
}

/** Per image; pooling, resizing and activations multiply by no weight. */
export function multiplyAdds({ layers }: LayersModel): number {
  return layers.reduce((sum, layer) => sum + layerMultiplyAdds(layer), 0);
}

/** A kernel is used once at each place of the output, that of a transposed convolution at each place of the input. */
function layerMultiplyAdds(layer: Layer): number {
  if (layer.weights.length === 0) return 0;
  const kernel = sizeOf(layer.weights[0].shape as number[]);
  const { shape } = (
    layer.getClassName() === 'Conv2DTranspose' ? layer.input : layer.output
  ) as SymbolicTensor;
  return kernel * sizeOf(shape.slice(1, -1) as number[]);
}
