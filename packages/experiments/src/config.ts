import { backendNames } from '@aelab/models';
import { parse, stringify, YAMLParseError } from 'yaml';
import { z } from 'zod';
import { corruptionSchema } from './corruptions.js';
import { datasetNames, datasetSchema, ownDatasetSchema } from './datasets.js';
import { modelSchema } from './models.js';
import { UsageError } from './usage-error.js';

const count = z.int().min(1);

const training = z.strictObject({
  optimizer: z.enum(['adam', 'rmsprop', 'sgd']).default('adam'),
  /** The highest, where the schedule changes it. */
  learningRate: z.number().positive().default(1e-3),
  schedule: z.enum(['constant', 'cosine', 'oneCycle']).default('constant'),
  loss: z.enum(['mse', 'rmse', 'mae', 'binaryCrossentropy']).default('mse'),
  batchSize: count.default(128),
  epochs: z.int().min(0).default(10),
  /** Epochs without a lower validation loss before training stops; needs `validation`. */
  patience: count.optional(),
  /** Share of the training images that is held out to choose the best weights. */
  validation: z.number().min(0).lt(1).default(0),
  /** Loss (of validation, where there is one) at which training ends early. */
  targetLoss: z.number().positive().optional(),
  /** Share of each kernel that is taken off per step and unit of learning rate. */
  weightDecay: z.number().min(0).default(0),
  /** Longest gradient; a longer one is scaled down. */
  clipNorm: z.number().positive().optional(),
  /** What the encoder is given is damaged by one of these, drawn for each batch. */
  corruptions: z.array(corruptionSchema).default([]),
  /** Training images are moved a little, anew in each step; see `warp` of `@aelab/datasets`. */
  augmentation: z
    .strictObject({
      linear: z.number().min(0).default(0.06),
      shift: z.number().min(0).default(0.5),
      share: z.number().min(0).max(1).default(0.75),
    })
    .optional(),
  checkpointMinutes: z.number().positive().default(1),
});

export const configSchema = z.strictObject({
  dataset: datasetSchema,
  /** A stratified subset: numbers of training and of test images; all when absent. */
  subset: z.strictObject({ train: count.optional(), test: count.optional() }).optional(),
  model: modelSchema,
  training: training.prefault({}),
  seed: z
    .int()
    .min(0)
    .max(2 ** 32 - 1)
    .default(0),
  backend: z.enum(['auto', ...backendNames]).default('auto'),
  /** Whether `wasm` may hand its matrix products to `onnxruntime-node`, where that is installed and faster. */
  accelerate: z.enum(['auto', 'off']).default('auto'),
});

/** A run as its config file states it, with every default filled in. */
export type Config = z.output<typeof configSchema>;

/**
 * The config that an object states, with defaults filled in.
 *
 * @throws UsageError naming each key that is unknown, missing or out of range, in one line
 */
export function parseConfig(stated: unknown): Config {
  const parsed = configSchema.safeParse(stated);
  if (parsed.success) return parsed.data;
  throw new UsageError(
    `config: ${parsed.error.issues.map((issue) => describeIssue(issue, stated)).join('; ')}`,
  );
}

/**
 * The plain object that a YAML (or JSON) text holds; `source` names it in errors.
 *
 * @throws UsageError if the text is not YAML, or not a mapping
 */
export function parseYaml(text: string, source: string): Record<string, unknown> {
  const document = readYaml(text, source);
  if (typeof document === 'object' && document !== null && !Array.isArray(document))
    return document as Record<string, unknown>;
  throw new UsageError(`${source}: the file holds ${JSON.stringify(document)}; it must hold keys and values`);
}

function readYaml(text: string, source: string): unknown {
  try {
    return parse(text);
  } catch (error) {
    if (!(error instanceof YAMLParseError)) throw error;
    throw new UsageError(`${source}: ${error.message.split('\n')[0]}; it must be YAML`);
  }
}

export function configToYaml(config: Config): string {
  return stringify(config);
}

function describeIssue(issue: z.core.$ZodIssue, stated: unknown): string {
  const path = issue.path.join('.');
  const value = valueAt(stated, issue.path);
  if (issue.code === 'invalid_union' && path === 'dataset' && typeof value === 'object' && value !== null)
    return describeOwnDataset(value);
  if (issue.code === 'unrecognized_keys') {
    const known = knownKeys(issue.path, stated);
    return issue.keys
      .map((key) => `unknown key ${[...issue.path, key].join('.')}; the keys here are ${known.join(', ')}`)
      .join('; ');
  }
  const given = value === undefined ? 'is missing' : `is ${JSON.stringify(value)}`;
  return `${path} ${given}; ${needed(issue, stated)}`;
}

/** The union of names and blocks only says that neither fits; a block is meant as one. */
function describeOwnDataset(dataset: object): string {
  const { error } = ownDatasetSchema.safeParse(dataset);
  const issues = error?.issues.map((issue) => ({ ...issue, path: ['dataset', ...issue.path] })) ?? [];
  return issues.map((issue) => describeIssue(issue, { dataset })).join('; ');
}

function needed(issue: z.core.$ZodIssue, stated: unknown): string {
  const path = issue.path.join('.');
  if (path === 'dataset')
    return `it must be one of ${datasetNames.join(', ')}, or a block with type folder or npy`;
  if (issue.code === 'invalid_value') return `it must be one of ${issue.values.join(', ')}`;
  if (issue.code === 'invalid_union' && issue.discriminator !== undefined)
    return `it must be one of ${typesAt(issue.path.slice(0, -1), stated).join(', ')}`;
  return issue.message.replace(/^(Invalid input|Too small|Too big): expected/, 'expected');
}

function valueAt(stated: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (value, key) => (value as Record<PropertyKey, unknown> | undefined)?.[key],
    stated,
  );
}

/** The keys that the schema allows at a path, where a block's `type` may say which. */
function knownKeys(path: readonly PropertyKey[], stated: unknown): string[] {
  const schema = chosenBlock(schemaAt(path, stated), valueAt(stated, path));
  return schema instanceof z.ZodObject ? Object.keys(schema.shape) : [];
}

function typesAt(path: readonly PropertyKey[], stated: unknown): string[] {
  return blocksOf(schemaAt(path, stated)).map(typeOf);
}

type Schema = z.core.$ZodType | undefined;

function schemaAt(path: readonly PropertyKey[], stated: unknown): Schema {
  return path.reduce<Schema>((schema, key, depth) => {
    if (schema instanceof z.ZodArray) return unwrapped(schema.element);
    const block = chosenBlock(schema, valueAt(stated, path.slice(0, depth)));
    return block instanceof z.ZodObject ? unwrapped(block.shape[key as string] as Schema) : undefined;
  }, configSchema);
}

function unwrapped(schema: Schema): Schema {
  const wraps =
    schema instanceof z.ZodOptional || schema instanceof z.ZodDefault || schema instanceof z.ZodPrefault;
  return wraps ? unwrapped(schema.unwrap()) : schema;
}

/** The block that a value's `type` chooses, where there are several; else the schema itself. */
function chosenBlock(schema: Schema, value: unknown): Schema {
  const type = (value as { type?: unknown } | undefined)?.type;
  return schema instanceof z.ZodUnion ? blocksOf(schema).find((block) => typeOf(block) === type) : schema;
}

/** The blocks of a union; the names that it may hold as well are none. */
function blocksOf(schema: Schema): z.ZodObject[] {
  if (schema instanceof z.ZodUnion) return schema.options.flatMap((option) => blocksOf(option as Schema));
  return schema instanceof z.ZodObject ? [schema] : [];
}

function typeOf({ shape }: z.ZodObject): string {
  return (shape['type'] as z.ZodLiteral<string>).value;
}
