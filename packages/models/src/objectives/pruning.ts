import type { Tensor } from '@tensorflow/tfjs-core';
import { gather, mul, ones, tensor1d, tidy, variable } from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import type { Autoencoder } from '../autoencoder.js';
import { imageShapeOf, joinHalves, latentShapeOf } from '../autoencoder.js';
import type { Layer } from '../layer-stack.js';
import { cloneLayer, stackModel } from '../layer-stack.js';
import { leastDistinct } from './least-distinct.js';
import type { Objective } from './objective.js';

export interface PruningSettings {
  readonly type: 'pruning';
  /** Latents in the end. */
  readonly latentDim: number;
  /** Epochs over which the others are removed, evenly. */
  readonly epochs: number;
}

/**
 * Progressive pruning: after each epoch the least distinct latents are switched off for good, until `latentDim` are
 * left, and training goes on with those. In the end they are taken out of both halves.
 */
export function pruning(base: Autoencoder, settings: PruningSettings): Objective {
  const { latentDim, epochs } = settings;
  const [all] = latentShapeOf(base);
  const mask = variable(ones([all]), false);
  const masked = (latents: Tensor) => mul(latents, mask);
  const keptUnits = async () => {
    const values = await mask.data<'float32'>();
    return Array.from(values.keys()).filter((unit) => values[unit] === 1);
  };
  return {
    settings,
    state: [{ layer: 'pruning', variable: mask, trained: false }],
    trainingCode: (images) => ({ latents: masked(base.encoder.apply(images) as Tensor) }),
    code: masked,
    async afterEpoch(epoch, sampleLatents) {
      const kept = await keptUnits();
      const goal = Math.max(latentDim, Math.round(all - ((all - latentDim) * epoch) / epochs));
      if (kept.length <= goal) return;
      const decoderKernel = await denseEdge(base.decoder, 'first').weights[0].read().data<'float32'>();
      const pruned = leastDistinct(await sampleLatents(), decoderKernel, kept, kept.length - goal);
      const stays = kept.filter((unit) => !pruned.has(unit));
      tidy(() => mask.assign(tensor1d(Array.from({ length: all }, (_, i) => Number(stays.includes(i))))));
    },
    finish: async (autoencoder) => withLatents(autoencoder, await keptUnits()),
  };
}

/** The autoencoder with these of its latents alone, and without its objective. */
function withLatents({ encoder, decoder, tied }: Autoencoder, kept: readonly number[]): Autoencoder {
  const latent = denseEdge(encoder, 'last');
  const first = denseEdge(decoder, 'first');
  const clone = (layer: Layer) => cloneLayer(layer, layer === latent ? { units: kept.length } : {});
  const [, ...encoderLayers] = encoder.layers;
  const [, ...decoderLayers] = decoder.layers;
  const shorter = joinHalves(
    stackModel('encoder', imageShapeOf({ encoder }), encoderLayers.map(clone)),
    stackModel('decoder', [kept.length], decoderLayers.map(clone)),
  );
  tidy(() => {
    const indices = tensor1d([...kept], 'int32');
    const shortened = (layer: Layer) => {
      const [kernel, ...bias] = layer.getWeights();
      if (layer === latent)
        return [gather(kernel, indices, 1), ...bias.map((values) => gather(values, indices))];
      return layer === first ? [gather(kernel, indices), ...bias] : layer.getWeights();
    };
    encoder.layers.forEach((layer, i) => shorter.encoder.layers[i].setWeights(shortened(layer)));
    decoder.layers.forEach((layer, i) => shorter.decoder.layers[i].setWeights(shortened(layer)));
  });
  return { ...shorter, ...(tied && { tied }) };
}

function denseEdge({ layers }: LayersModel, end: 'first' | 'last'): Layer {
  const dense = layers.filter((layer) => layer.getClassName() === 'Dense');
  return end === 'first' ? dense[0] : dense[dense.length - 1];
}
