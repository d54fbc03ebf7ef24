import { readFile } from 'node:fs/promises';
import { UsageError, parseConfig, parseYaml, type Config } from '@aelab/experiments';

/** The flags of `aelab run` that state a part of the config. */
export interface ConfigFlags {
  dataset?: string;
  model?: string;
  hidden?: number[];
  latentDim?: number;
  epochs?: number;
  batchSize?: number;
  learningRate?: number;
  optimizer?: string;
  loss?: string;
  seed?: number;
  subset?: number[];
  backend?: string;
}

const defaults = { dataset: 'mnist', model: { type: 'dense', latentDim: 32 } };

/**
 * The config that a file states, or the defaults where there is none, overridden by flags.
 *
 * @throws UsageError if the file is not there, or the config is not one
 */
export async function statedConfig(file: string | undefined, flags: ConfigFlags): Promise<Config> {
  const stated = file === undefined ? defaults : parseYaml(await readConfigFile(file), file);
  const { dataset, model: type, hidden, latentDim, epochs, batchSize, learningRate, optimizer, loss } = flags;
  const [train, test] = flags.subset ?? [];
  return parseConfig({
    ...stated,
    ...given({
      dataset,
      seed: flags.seed,
      backend: flags.backend,
      subset: flags.subset && given({ train, test }),
    }),
    model: { ...block(stated, 'model'), ...given({ type, hidden, latentDim }) },
    training: {
      ...block(stated, 'training'),
      ...given({ epochs, batchSize, learningRate, optimizer, loss }),
    },
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
