import { readFile } from 'node:fs/promises';
import { UsageError, parseConfig, parseYaml, type Config } from '@aelab/experiments';

/** The flags of `aelab run` that state a part of the config. */
export interface ConfigFlags {
  dataset?: string;
  model?: string;
  hidden?: number[];
  filters?: number[];
  latentDim?: number;
  latentChannels?: number;
  compression?: number;
  objective?: Record<string, unknown>;
  corrupt?: Record<string, unknown>[];
  epochs?: number;
  batchSize?: number;
  learningRate?: number;
  schedule?: string;
  optimizer?: string;
  loss?: string;
  seed?: number;
  subset?: number[];
  backend?: string;
  accelerate?: string;
}

const defaults = { dataset: 'mnist', model: { type: 'dense' } };
const defaultLatentDim = 32;

/**
 * The config that a file states, or the defaults where there is none, overridden by flags.
 *
 * @throws UsageError if the file is not there, or the config is not one
 */
export async function statedConfig(file: string | undefined, flags: ConfigFlags): Promise<Config> {
  const stated = file === undefined ? defaults : parseYaml(await readConfigFile(file), file);
  const { dataset, epochs, batchSize, learningRate, schedule, optimizer, loss, corrupt } = flags;
  const [train, test] = flags.subset ?? [];
  return parseConfig({
    ...stated,
    ...given({
      dataset,
      seed: flags.seed,
      backend: flags.backend,
      accelerate: flags.accelerate,
      subset: flags.subset && given({ train, test }),
    }),
    model: statedModel(block(stated, 'model'), flags, file === undefined),
    training: {
      ...block(stated, 'training'),
      ...given({ epochs, batchSize, learningRate, schedule, optimizer, loss, corruptions: corrupt }),
    },
  });
}

/** A flag that states the latent's size replaces whatever stated it before. */
function statedModel(model: object, flags: ConfigFlags, isWithoutFile: boolean): object {
  const { model: type, hidden, filters, objective, latentDim, latentChannels, compression } = flags;
  const size = given({ latentDim, latentChannels, compressionPercent: compression });
  const isSized = Object.keys(size).length > 0;
  const unsized = { latentDim: undefined, latentChannels: undefined, compressionPercent: undefined };
  return given({
    ...model,
    ...given({ type, hidden, filters, objective }),
    ...(isSized && { ...unsized, ...size }),
    ...(!isSized && isWithoutFile && type !== 'conv' && { latentDim: defaultLatentDim }),
  });
}

async function readConfigFile(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new UsageError(`config: ${file} cannot be read (${code}); name a YAML file, or give flags alone`);
  }
}

/** Without the keys that no flag gave. */
function given(values: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));
}

function block(stated: Record<string, unknown>, key: string): object {
  const value = stated[key];
  return typeof value === 'object' && value !== null ? value : {};
}
