import type { NamedTensorMap, Variable } from '@tensorflow/tfjs-core';
import { add, tidy, transpose } from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import type { Autoencoder } from './autoencoder.js';
import { variableOf } from './training/state.js';

/** Names of a dense layer of the encoder and of its mirror image in the decoder. */
export type TiedLayers = readonly [encoder: string, decoder: string];

/** Ties each dense layer of the encoder to its mirror image in the decoder, which takes its kernel over, transposed. */
export function tieKernels(autoencoder: Autoencoder): Autoencoder {
  const { encoder, decoder } = autoencoder;
  const mirrored = denseLayers(decoder).reverse();
  const tied = denseLayers(encoder).map((name, i) => [name, mirrored[i]] as const);
  for (const [ours, theirs] of tiedKernels({ encoder, decoder, tied }))
    tidy(() => theirs.assign(transpose(ours)));
  return { ...autoencoder, tied };
}

/** The pairs of variables that are each other's transpose. */
export function tiedKernels({
  encoder,
  decoder,
  tied = [],
}: Pick<Autoencoder, 'encoder' | 'decoder' | 'tied'>): (readonly [Variable, Variable])[] {
  return tied.map(([ours, theirs]) => [kernelOf(encoder, ours), kernelOf(decoder, theirs)] as const);
}

/**
 * Gives both kernels of a pair the gradient of the one kernel that they are: the sum of both. As every optimiser here
 * moves each value by itself, two kernels that start as each other's transpose then stay so, to the last bit.
 */
export function tieGradients(
  gradients: NamedTensorMap,
  pairs: readonly (readonly [Variable, Variable])[],
): NamedTensorMap {
  return pairs.reduce((all, [ours, theirs]) => {
    const shared = add(all[ours.name], transpose(all[theirs.name]));
    return { ...all, [ours.name]: shared, [theirs.name]: transpose(shared) };
  }, gradients);
}

function denseLayers({ layers }: LayersModel): string[] {
  return layers.filter((layer) => layer.getClassName() === 'Dense').map(({ name }) => name);
}

function kernelOf(half: LayersModel, layer: string): Variable {
  return variableOf(half.getLayer(layer).weights[0]);
}
