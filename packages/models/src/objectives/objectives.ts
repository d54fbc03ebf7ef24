import type { Autoencoder } from '../autoencoder.js';
import type { Objective } from './objective.js';
import { pruning } from './pruning.js';
import { rateDistortion } from './rate-distortion.js';
import { variational } from './variational.js';
import { winnerTakeAll } from './winner-take-all.js';

/** Every kind of objective by the `type` of its settings. */
const objectives = { pruning, rateDistortion, variational, winnerTakeAll } as const;

type ObjectiveSettings = Parameters<(typeof objectives)[keyof typeof objectives]>[1];

/**
 * The objective that settings describe, around an autoencoder's halves.
 *
 * @throws RangeError if there is no such kind
 */
export function objectiveFrom(base: Autoencoder, settings: Objective['settings']): Objective {
  if (!Object.hasOwn(objectives, settings.type))
    throw new RangeError(
      `objectiveFrom: the objective's type is ${settings.type}; it must be one of ${Object.keys(objectives).join(', ')}`,
    );
  const { type } = settings as ObjectiveSettings;
  const make = objectives[type] as (base: Autoencoder, settings: Objective['settings']) => Objective;
  return make(base, settings);
}

/** The autoencoder as it is used once its training is over: an auto-associative one loses its pruned units. */
export async function finishAutoencoder(autoencoder: Autoencoder): Promise<Autoencoder> {
  return autoencoder.objective?.finish?.(autoencoder) ?? autoencoder;
}
