import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { configToYaml, parseConfig, parseYaml } from './config.js';
import { expandSweep } from './sweep/expand-sweep.js';
import { parseSweep } from './sweep/sweep-schema.js';
import { UsageError } from './usage-error.js';

const dense = { type: 'dense', latentDim: 32 };
const message = (stated: unknown) => {
  try {
    parseConfig(stated);
  } catch (error) {
    expect(error).toBeInstanceOf(UsageError);
    return (error as Error).message;
  }
  return 'accepted';
};

describe('parseConfig', () => {
  it('fills every default in', () => {
    expect(parseConfig({ dataset: 'mnist', model: dense })).toEqual({
      dataset: 'mnist',
      model: {
        ...dense,
        hidden: [128],
        tied: false,
        activation: 'relu',
        latentActivation: 'linear',
        outputActivation: 'sigmoid',
        inputScaling: 'unit',
      },
      training: {
        optimizer: 'adam',
        learningRate: 1e-3,
        schedule: 'constant',
        loss: 'mse',
        batchSize: 128,
        epochs: 10,
        validation: 0,
        weightDecay: 0,
        corruptions: [],
        checkpointMinutes: 1,
      },
      seed: 0,
      backend: 'auto',
      accelerate: 'auto',
    });
  });

  it('names an unknown key and those that are known', () => {
    expect(message({ dataset: 'mnist', model: dense, training: { epoch: 3 } })).toBe(
      'config: unknown key training.epoch; the keys here are optimizer, learningRate, schedule, loss, batchSize, epochs, patience, validation, targetLoss, weightDecay, clipNorm, corruptions, augmentation, checkpointMinutes',
    );
    expect(message({ dataset: 'mnist', model: { ...dense, latent: 3 } })).toContain(
      'unknown key model.latent; the keys here are type, hidden, latentDim',
    );
    expect(message({ dataset: 'mnist', modell: dense })).toContain('unknown key modell');
    const objective = { type: 'variational', bta: 2 };
    expect(message({ dataset: 'mnist', model: { ...dense, objective } })).toContain(
      'unknown key model.objective.bta; the keys here are type, beta',
    );
    const corruptions = [{ type: 'noise', factr: 0.3 }];
    expect(message({ dataset: 'mnist', model: dense, training: { corruptions } })).toContain(
      'unknown key training.corruptions.0.factr; the keys here are type, factor',
    );
  });

  it.each([
    [
      { dataset: 'mnist', model: { ...dense, latentDim: 0 } },
      'model.latentDim is 0; expected number to be >=1',
    ],
    [
      { dataset: 'mnits', model: dense },
      'dataset is "mnits"; it must be one of mnist, fashion-mnist, cifar-10, stl-10, or a block',
    ],
    [{ dataset: { type: 'foldr' }, model: dense }, 'dataset.type is "foldr"; it must be one of folder, npy'],
    [
      { dataset: { type: 'folder', path: 'x', width: 8, hight: 8 }, model: dense },
      'dataset.height is missing; expected number, received undefined; unknown key dataset.hight; the keys here are type, path, height',
    ],
    [{ dataset: 'mnist', model: { type: 'dens' } }, 'model.type is "dens"; it must be one of dense'],
    [
      { dataset: 'mnist', model: { type: 'dense' } },
      'model.latentDim is missing; state it or compressionPercent',
    ],
    [
      { dataset: 'mnist', model: { ...dense, compressionPercent: 95 } },
      'model.latentDim is 32; state it or compressionPercent, one of the two',
    ],
    [
      { dataset: 'mnist', model: { ...dense, objective: { type: 'variatonal' } } },
      'model.objective.type is "variatonal"; it must be one of variational, winnerTakeAll, rateDistortion',
    ],
    [{ dataset: 'mnist' }, 'model is missing'],
    [{ dataset: 'mnist', model: dense, seed: -1 }, 'seed is -1; expected number to be >=0'],
    [
      { dataset: 'mnist', model: dense, training: { learningRate: 'fast' } },
      'training.learningRate is "fast"; expected number',
    ],
    [
      { dataset: 'mnist', model: dense, training: { validation: 1 } },
      'training.validation is 1; expected number to be <1',
    ],
  ])('says what was given and what is needed: %j', (stated, expected) => {
    expect(message(stated)).toContain(expected);
  });

  it('reads back the YAML that it writes', () => {
    const config = parseConfig({ dataset: 'mnist', model: dense, subset: { train: 100 } });
    expect(parseConfig(parseYaml(configToYaml(config), 'config.yaml'))).toEqual(config);
  });
});

describe('parseYaml', () => {
  it('refuses what is no YAML and what is no mapping, naming the file', () => {
    expect(() => parseYaml('a: [1', 'run.yaml')).toThrow(/^run\.yaml: .*; it must be YAML$/);
    expect(() => parseYaml('- 1', 'run.yaml')).toThrow(
      'run.yaml: the file holds [1]; it must hold keys and values',
    );
    expect(() => parseYaml('', 'run.yaml')).toThrow('run.yaml: the file holds null');
  });
});

describe('examples/sweeps', () => {
  const folder = join(import.meta.dirname, '../../../examples/sweeps');
  it.each(readdirSync(folder))('%s is a sweep', (name) => {
    const sweep = parseSweep(parseYaml(readFileSync(join(folder, name), 'utf8'), name));
    expect(expandSweep(sweep).length).toBeGreaterThan(1);
  });
});

describe('examples/models', () => {
  const folder = join(import.meta.dirname, '../../../examples/models');
  it.each(readdirSync(folder))('%s is a config', (name) => {
    expect(parseConfig(parseYaml(readFileSync(join(folder, name), 'utf8'), name)).seed).toBe(0);
  });
});
