import { random, type Random } from '@aelab/kernels/random';
import type { Json } from '@aelab/viz';
import { parseConfig, type Config } from '../config.js';
import { UsageError } from '../usage-error.js';
import type { Draw, Sweep } from './sweep-schema.js';
import { withValueAtPath } from './value-at-path.js';

/** Values of config fields, by dotted path. */
export type Changes = Readonly<Record<string, Json>>;

/** One config of a sweep, and how it differs from the base. */
export interface Variant {
  readonly changes: Changes;
  readonly config: Config;
}

/**
 * Every config of a sweep: each combination of the grid's axes, the list's entries and the random draws, with each
 * seed. Seeds change fastest, so that the first runs to end already show the spread between seeds.
 *
 * @throws UsageError if a combination is not a valid config, naming it
 */
export function expandSweep(sweep: Sweep): Variant[] {
  const factors: Changes[][] = [
    ...Object.entries(sweep.axes).map(([path, values]) => values.map((value) => ({ [path]: value }))),
    ...(sweep.list ? [sweep.list] : []),
    ...(sweep.random ? [drawn(sweep.random)] : []),
    ...(sweep.seeds === undefined ? [] : [seedsOf(sweep).map((seed) => ({ seed }))]),
  ];
  return combinations(factors).map((changes) => variant(sweep, changes));
}

/** The config of the base with some changes made. */
export function variant(sweep: Sweep, changes: Changes): Variant {
  const stated = Object.entries(changes).reduce<Record<string, unknown>>(
    (config, [path, value]) => withValueAtPath(config, path, value),
    sweep.base,
  );
  try {
    return { changes, config: parseConfig(stated) };
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    throw new UsageError(`sweep: the run with ${describeChanges(changes)} has no valid ${error.message}`);
  }
}

/** As in `model.latentDim=4 seed=1`. */
export function describeChanges(changes: Changes): string {
  const shown = Object.entries(changes).map(
    ([path, value]) => `${path}=${typeof value === 'string' ? value : JSON.stringify(value)}`,
  );
  return shown.join(' ') || 'no changes';
}

export function seedsOf({ seeds, base }: Sweep): number[] {
  if (Array.isArray(seeds)) return seeds;
  return seeds === undefined ? [Number(base['seed'] ?? 0)] : Array.from({ length: seeds }, (_, i) => i);
}

function combinations(factors: readonly Changes[][]): Changes[] {
  return factors.reduce<Changes[]>(
    (sofar, choices) => sofar.flatMap((changes) => choices.map((choice) => ({ ...changes, ...choice }))),
    [{}],
  );
}

function drawn({ runs, seed, axes }: NonNullable<Sweep['random']>): Changes[] {
  return Array.from({ length: runs }, (_, run) =>
    Object.fromEntries(
      Object.entries(axes).map(([path, draw]) => [path, drawValue(draw, random(seed, 'sweep', path, run))]),
    ),
  );
}

function drawValue(draw: Draw, { uniform, integer }: Random): Json {
  if ('oneOf' in draw) return draw.oneOf[integer(draw.oneOf.length)];
  if ('integers' in draw) return draw.integers[0] + integer(draw.integers[1] - draw.integers[0] + 1);
  if ('uniform' in draw) return draw.uniform[0] + (draw.uniform[1] - draw.uniform[0]) * uniform();
  const [lo, hi] = draw.logUniform.map(Math.log);
  return Math.exp(lo + (hi - lo) * uniform());
}
