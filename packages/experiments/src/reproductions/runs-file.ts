import { readFile } from 'node:fs/promises';
import type { Json } from '@aelab/viz';
import { z } from 'zod';
import { parseYaml } from '../config.js';
import { parseSweep, type Sweep } from '../sweep/sweep-schema.js';
import { valueAtPath, withValueAtPath } from '../sweep/value-at-path.js';
import { measurementNames, type MeasurementName } from './measurements/index.js';
import { photosDataset } from './photos.js';
import type { Scale } from './results.js';

const settings = z.record(z.string(), z.json());

const group = z.strictObject({
  /** The config that the group's runs begin from; `dataset: photos` stands for STL-10 or its stand-in. */
  base: z.record(z.string(), z.json()),
  axes: z.record(z.string(), z.array(z.json()).min(1)).optional(),
  list: z.array(z.record(z.string(), z.json())).min(1).optional(),
  /** At which scale alone it is run; at both unless told. */
  only: z.enum(['quick', 'full']).optional(),
  /** At most so many seeds. */
  seeds: z.int().min(1).optional(),
  /** What `--quick` changes: fields of the base by dotted path, and the values of axes. */
  quick: z
    .strictObject({
      base: z.record(z.string(), z.json()).default({}),
      axes: z.record(z.string(), z.array(z.json()).min(1)).default({}),
    })
    .prefault({}),
  /** What is measured of each run besides its record, with settings; those in `quick` take over there. */
  measure: z.partialRecord(z.enum(measurementNames), settings).default({}),
});

const runsFile = z.strictObject({
  seeds: z.strictObject({ quick: z.int().min(1), full: z.int().min(1) }),
  groups: z.record(z.string(), group),
});

/** A group of runs at one scale: a sweep, and what is measured of each of its runs. */
export interface RunGroup {
  readonly name: string;
  readonly sweep: Sweep;
  readonly measure: readonly MeasurementTask[];
  /** What this scale changes of the full one; nothing at full scale. */
  readonly cuts: readonly Cut[];
}

/** A setting of which `--quick` makes less. */
export interface Cut {
  /** A field of the config, by dotted path. */
  readonly setting: string;
  /** `null` where it is left to the default: all images. */
  readonly full: Json;
  readonly quick: Json;
}

export interface MeasurementTask {
  readonly name: MeasurementName;
  readonly settings: Readonly<Record<string, z.core.util.JSONType>>;
}

export interface GroupsAtScale {
  readonly seeds: number;
  readonly groups: readonly RunGroup[];
  /** Groups that cannot be run here, and why. */
  readonly missing: Readonly<Record<string, string>>;
}

/** The groups of runs that a reproduction's YAML file states, at one scale. */
export async function readRunsFile(file: URL, scale: Scale, askedSeeds?: number): Promise<GroupsAtScale> {
  const stated = runsFile.parse(parseYaml(await readFile(file, 'utf8'), 'runs.yaml'));
  const seeds = askedSeeds ?? stated.seeds[scale];
  const photos = await photosDataset();
  const groups: RunGroup[] = [];
  const missing: Record<string, string> = {};
  for (const [name, block] of Object.entries(stated.groups)) {
    const base =
      block.base['dataset'] === 'photos' ? photos && { ...block.base, dataset: photos } : block.base;
    if (block.only !== undefined && block.only !== scale)
      missing[name] = `it is part of --${block.only} alone`;
    else if (base) groups.push(groupAt(name, { ...block, base }, scale, seeds));
    else missing[name] = 'neither STL-10 nor a folder of photos is here (docs/reproductions/README.md)';
  }
  return { seeds, groups, missing };
}

function groupAt(
  name: string,
  { base, axes, list, seeds: mostSeeds = Infinity, quick, measure }: z.output<typeof group>,
  scale: Scale,
  seeds: number,
): RunGroup {
  const changes = scale === 'quick' ? Object.entries(quick.base) : [];
  const sweep = parseSweep({
    base: changes.reduce<Record<string, unknown>>(
      (config, [path, value]) => withValueAtPath(config, path, value),
      base,
    ),
    axes: scale === 'quick' ? { ...axes, ...quick.axes } : (axes ?? {}),
    ...(list && { list }),
    seeds: Math.min(seeds, mostSeeds),
  });
  const tasks = Object.entries(measure).map(([measurement, { quick, ...rest }]) => ({
    name: measurement as MeasurementName,
    settings: scale === 'quick' ? { ...rest, ...(quick as object | undefined) } : rest,
  }));
  const cuts = [...changes, ...(scale === 'quick' ? Object.entries(quick.axes) : [])];
  return {
    ...{ name, sweep, measure: tasks },
    cuts: cuts.map(([setting, value]) => ({
      ...{ setting, quick: value },
      full: axes?.[setting] ?? (valueAtPath(base, setting) as Json | undefined) ?? null,
    })),
  };
}
