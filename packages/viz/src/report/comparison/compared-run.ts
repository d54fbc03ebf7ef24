import type { Json, JsonObject, RunRecord } from '../../record.js';

/** A run and what to call it, such as the name of its folder. */
export interface ComparedRun {
  readonly name: string;
  readonly record: RunRecord;
}

/** The settings of configs by their path, `model.latentDim`, that are not the same in all; the seed is none. */
export function differingSettings(configs: readonly JsonObject[]): Map<string, string[]> {
  const settings = configs.map((config) => new Map(leaves(config, '')));
  const paths = new Set(settings.flatMap((own) => [...own.keys()]));
  const values = [...paths].map((path): [string, string[]] => [
    path,
    settings.map((own) => own.get(path) ?? '–'),
  ]);
  return new Map(values.filter(([path, own]) => path !== 'seed' && new Set(own).size > 1));
}

/** The runs by configuration, seeds together, in the order in which each first appears. */
export function seedFamilies(runs: readonly ComparedRun[]): RunFamily[] {
  const families = new Map<string, ComparedRun[]>();
  for (const run of runs) {
    const key = JSON.stringify({ ...run.record.config, seed: undefined });
    families.set(key, [...(families.get(key) ?? []), run]);
  }
  return [...families.values()].map((own) => ({ name: commonName(own), runs: own }));
}

/** Runs whose configs differ in their seed alone, or in some settings besides. */
export interface RunFamily {
  readonly name: string;
  readonly runs: readonly ComparedRun[];
}

const sizes = ['latentDim', 'latentChannels', 'compressionPercent'];

/** The runs by what they have in common besides the size of their latent, each family from the largest latent on. */
export function latentFamilies(runs: readonly ComparedRun[]): RunFamily[] {
  return families(runs, sizes, ({ record }) => Number(record.model.dimensionReduction));
}

/** The runs by what they have in common besides how long they trained, each family from the fewest epochs on. */
export function epochFamilies(runs: readonly ComparedRun[]): RunFamily[] {
  return families(runs, ['epochs'], ({ record }) => record.training.epochs);
}

function families(
  runs: readonly ComparedRun[],
  settings: readonly string[],
  order: (run: ComparedRun) => number,
): RunFamily[] {
  const rest = (key: string, value: unknown) =>
    key === 'seed' || settings.includes(key) ? undefined : value;
  const byConfig = new Map<string, ComparedRun[]>();
  for (const run of runs) {
    const key = JSON.stringify(run.record.config, rest);
    byConfig.set(key, [...(byConfig.get(key) ?? []), run]);
  }
  return [...byConfig.values()].map((own) => {
    const ordered = [...own].sort((a, b) => order(a) - order(b));
    const ends = [...new Set([ordered[0].name, ordered[ordered.length - 1].name])];
    return { name: ends.join(' to '), runs: ordered };
  });
}

/** Whether all were measured on the same test images, as far as their records tell. */
export function shareTestImages(runs: readonly ComparedRun[]): boolean {
  const images = runs.map(({ record: { data, config } }) =>
    JSON.stringify([
      data.name,
      data.test,
      data.checksums,
      config['subset'] && [config['subset'], config['seed']],
    ]),
  );
  return new Set(images).size <= 1;
}

function leaves(object: JsonObject, prefix: string): [string, string][] {
  return Object.entries(object).flatMap(([key, value]): [string, string][] => {
    if (value === undefined) return [];
    return isMapping(value) ? leaves(value, `${prefix}${key}.`) : [[prefix + key, text(value)]];
  });
}

function isMapping(value: Json): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function text(value: Json): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function commonName(runs: readonly ComparedRun[]): string {
  return runs.length === 1 ? runs[0].name : `${runs[0].name}, ${runs.length} seeds`;
}
