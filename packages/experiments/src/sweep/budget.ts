import { describeAutoencoder, selectBackend, type ImageShape } from '@aelab/models';
import { parseConfig, type Config } from '../config.js';
import { buildModel } from '../models.js';
import { UsageError } from '../usage-error.js';
import type { Budget } from './sweep-schema.js';
import { valueAtPath, withValueAtPath } from './value-at-path.js';

/** What a budget may have to ask about a config. */
export interface BudgetQuestions {
  /** Training images per second here, and the number of training images. */
  readonly speed: (config: Config) => Promise<{ imagesPerSecond: number; images: number }>;
  readonly imageShape: (config: Config) => Promise<ImageShape>;
}

/**
 * The config with its budget spent: as many epochs as the budget says; as many whole epochs, at least one, as fit its
 * seconds at the measured speed; or the widest layers whose model has at most its number of parameters.
 *
 * @throws UsageError if not even the narrowest model keeps to the parameters, or the field to widen holds no widths
 */
export async function withBudget(
  config: Config,
  budget: Budget | undefined,
  questions: BudgetQuestions,
): Promise<Config> {
  if (!budget) return config;
  if ('epochs' in budget) return changed(config, 'training.epochs', budget.epochs);
  if ('parameters' in budget)
    return widest(config, budget.parameters, budget.by, await questions.imageShape(config));
  const { imagesPerSecond, images } = await questions.speed(config);
  const epochs = Math.floor((budget.seconds * imagesPerSecond) / images);
  return changed(config, 'training.epochs', Math.max(1, epochs));
}

async function widest(config: Config, most: number, by: string, shape: ImageShape): Promise<Config> {
  await selectBackend('cpu');
  const stated = valueAtPath(config, by);
  const widths = Array.isArray(stated) ? (stated as unknown[]) : [stated];
  if (!widths.every((width) => typeof width === 'number') || widths.length === 0)
    throw new UsageError(
      `sweep: budget.by names ${by}, which is ${JSON.stringify(stated)}; it must be a width or a list of widths`,
    );
  const scaled = (width: number) => {
    const values = widths.map((each) => Math.max(1, Math.round((each * width) / Math.max(...widths))));
    return changed(config, by, Array.isArray(stated) ? values : values[0]);
  };
  const fits = (width: number) => countParameters(scaled(width), shape) <= most;
  if (!fits(1))
    throw new UsageError(
      `sweep: budget.parameters is ${most}, but ${by}=1 needs ${countParameters(scaled(1), shape)}; allow more, or name another field in by`,
    );
  return scaled(largest(fits));
}

/** The largest whole number that fits, where 1 does and all below one that fits do. */
function largest(fits: (n: number) => boolean): number {
  let lo = 1;
  while (fits(2 * lo)) lo *= 2;
  for (let step = lo / 2; step >= 1; step /= 2) if (fits(lo + step)) lo += step;
  return lo;
}

function countParameters({ model, seed }: Config, shape: ImageShape): number {
  const built = buildModel(model, shape, seed);
  const { parameters } = describeAutoencoder(built);
  built.autoencoder.dispose();
  return parameters;
}

function changed(config: Config, path: string, value: unknown): Config {
  return parseConfig(withValueAtPath(config, path, value));
}
