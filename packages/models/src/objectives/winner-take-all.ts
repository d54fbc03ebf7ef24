import type { GradSaveFunc, Tensor } from '@tensorflow/tfjs-core';
import {
  customGrad,
  greaterEqual,
  reshape,
  slice,
  topk,
  transpose,
  where,
  zerosLike,
} from '@tensorflow/tfjs-core';
import type { Autoencoder } from '../autoencoder.js';
import { latentShapeOf } from '../autoencoder.js';
import { assertWidths } from '../layer-stack.js';
import type { Objective } from './objective.js';

export interface WinnerTakeAllOptions {
  /**
   * Values that stay in each image's code, the largest: of the whole latent where it is flat, of each channel's map
   * where it is spatial (1 in the paper).
   */
  readonly active: number;
  /**
   * Lifetime sparsity: share of the batch's images, those where it is largest, in which a value stays as well. In
   * training only: it keeps every unit alive, because each wins somewhere. 1, no limit, by default.
   */
  readonly lifetime?: number;
}

export interface WinnerTakeAllSettings extends WinnerTakeAllOptions {
  readonly type: 'winnerTakeAll';
}

/**
 * A winner-take-all autoencoder of any autoencoder: all but the largest latents of each image become 0.
 *
 * A sparse code of 16 values of 1,000 is not a code of 16 values: which ones they are must be told too. It is compared
 * with PCA of 16 components all the same, because that is what the literature does; real bytes settle it.
 *
 * @param base - many latents: 784 or more for MNIST; spatial or flat
 * @throws RangeError if `active` is no whole number from 1 to the number of latents, or `lifetime` not above 0 up to 1
 * @example
 * await selectBackend('cpu');
 * const dense = denseAutoencoder({ imageShape: [8, 8, 1], hidden: [], latentDim: 100, seed: 0 });
 * describeAutoencoder(winnerTakeAllAutoencoder(dense, { active: 4 })).activeLatents; // 4
 * @see Makhzani and Frey, "Winner-take-all autoencoders", 2015; "k-sparse autoencoders", 2014
 */
export function winnerTakeAllAutoencoder(base: Autoencoder, options: WinnerTakeAllOptions): Autoencoder {
  return { ...base, objective: winnerTakeAll(base, { type: 'winnerTakeAll', ...options }) };
}

export function winnerTakeAll(base: Autoencoder, settings: WinnerTakeAllSettings): Objective {
  const { active, lifetime = 1 } = settings;
  const latentShape = latentShapeOf(base);
  const contenders = latentShape.slice(0, Math.max(1, latentShape.length - 1)).reduce((a, b) => a * b, 1);
  assertWidths('winnerTakeAllAutoencoder', { active });
  if (active > contenders)
    throw new RangeError(
      `winnerTakeAllAutoencoder: active is ${active}; it must be at most ${contenders}, the latents that compete`,
    );
  if (!(lifetime > 0 && lifetime <= 1))
    throw new RangeError(
      `winnerTakeAllAutoencoder: lifetime is ${lifetime}; it must be above 0 and at most 1`,
    );
  const winners = latentShape.length === 1 ? ofEachImage : ofEachMap;
  return {
    settings,
    state: [],
    trainingCode(images) {
      const latents = base.encoder.apply(images) as Tensor;
      const kept = winners(latents, active);
      return { latents: lifetime < 1 ? ofEachUnit(kept, lifetime) : kept };
    },
    code: (latents) => winners(latents, active),
  };
}

/** `[batch, units]`: each row's largest. */
function ofEachImage(latents: Tensor, active: number): Tensor {
  return largestOfRows(latents, active);
}

/** `[batch, h, w, channels]`: the largest of each channel's map. */
function ofEachMap(latents: Tensor, active: number): Tensor {
  const [batch, height, width, channels] = latents.shape;
  const maps = reshape(transpose(latents, [0, 3, 1, 2]), [batch * channels, height * width]);
  const kept = reshape(largestOfRows(maps, active), [batch, channels, height, width]);
  return transpose(kept, [0, 2, 3, 1]);
}

/** Each unit's largest values over the batch (and, of a spatial latent, over the places). */
function ofEachUnit(latents: Tensor, share: number): Tensor {
  const units = latents.shape[latents.rank - 1];
  const columns = transpose(reshape(latents, [-1, units]));
  const kept = largestOfRows(columns, Math.max(1, Math.round((share * columns.size) / units)));
  return reshape(transpose(kept), latents.shape);
}

/** The k largest values of each row, the others 0; gradients flow through those that stay. */
function largestOfRows(rows: Tensor, k: number): Tensor {
  const keepLargest = customGrad((...[x, save]) => {
    const { values } = topk(x as Tensor, k);
    const least = slice(values, [0, k - 1], [values.shape[0], 1]);
    const stays = greaterEqual(x as Tensor, least);
    (save as GradSaveFunc)([stays]);
    const keep = (values: Tensor, mask: Tensor) => where(mask, values, zerosLike(values));
    return {
      value: keep(x as Tensor, stays),
      gradFunc: (dy: Tensor, [mask]: Tensor[]) => keep(dy, mask),
    };
  });
  return keepLargest(rows);
}
