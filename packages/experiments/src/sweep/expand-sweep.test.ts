import { describe, expect, it } from 'vitest';
import { describeChanges, expandSweep } from './expand-sweep.js';
import { parseSweep } from './sweep-schema.js';

const base = { dataset: 'mnist', model: { type: 'dense', latentDim: 8 }, training: { epochs: 1 } };
const changes = (stated: object) => expandSweep(parseSweep({ base, ...stated })).map((each) => each.changes);

describe('expandSweep', () => {
  it('makes every combination of the axes, with seeds changing fastest', () => {
    expect(changes({ axes: { 'model.latentDim': [2, 4], 'training.epochs': [1, 3] }, seeds: 2 })).toEqual(
      [2, 4].flatMap((latentDim) =>
        [1, 3].flatMap((epochs) =>
          [0, 1].map((seed) => ({ 'model.latentDim': latentDim, 'training.epochs': epochs, seed })),
        ),
      ),
    );
  });

  it('combines a list of changes with the axes', () => {
    const list = [{ 'model.latentDim': 2, 'training.epochs': 9 }, { 'model.latentDim': 4 }];
    expect(changes({ list, axes: { 'training.batchSize': [10, 20] } })).toHaveLength(4);
    expect(changes({ list })).toEqual(list);
  });

  it('puts the values where the paths say, and leaves the rest of the base', () => {
    const [{ config }] = expandSweep(
      parseSweep({ base, axes: { 'training.optimizer': ['sgd'] }, seeds: [7] }),
    );
    expect(config).toMatchObject({ ...base, training: { epochs: 1, optimizer: 'sgd' }, seed: 7 });
  });

  it('draws the same random values again, within their bounds', () => {
    const axes = {
      'training.learningRate': { logUniform: [1e-5, 1e-1] },
      'model.latentDim': { integers: [2, 5] },
      'training.validation': { uniform: [0.1, 0.2] },
      'training.loss': { oneOf: ['mse', 'mae'] },
    };
    const drawn = changes({ random: { runs: 400, axes } });
    expect(changes({ random: { runs: 400, axes } })).toEqual(drawn);
    const values = (path: string) => drawn.map((each) => each[path] as number);
    expect(new Set(values('model.latentDim'))).toEqual(new Set([2, 3, 4, 5]));
    expect(new Set(values('training.loss'))).toEqual(new Set(['mse', 'mae']));
    // Half of log-uniform draws lie below the geometric mean, 1e-3; the standard error of the share is 0.025.
    const below = values('training.learningRate').filter((rate) => rate < 1e-3).length / 400;
    expect(below).toBeGreaterThan(0.4);
    expect(below).toBeLessThan(0.6);
    expect(Math.min(...values('training.validation'))).toBeGreaterThanOrEqual(0.1);
    expect(Math.max(...values('training.validation'))).toBeLessThan(0.2);
  });

  it('keeps the first draws when more are asked for', () => {
    const random = (runs: number) => ({ runs, axes: { 'model.latentDim': { integers: [1, 1000] } } });
    expect(changes({ random: random(9) }).slice(0, 3)).toEqual(changes({ random: random(3) }));
  });

  it('names the combination that is no config', () => {
    expect(() => changes({ axes: { 'model.latentDim': [1, 0] } })).toThrow(
      'sweep: the run with model.latentDim=0 has no valid config: model.latentDim is 0; expected number to be >=1',
    );
    expect(() => changes({ axes: { 'model.latentDims': [1] } })).toThrow('unknown key model.latentDims');
  });
});

describe('describeChanges', () => {
  it('is short and exact', () => {
    expect(describeChanges({ 'model.hidden': [8, 4], dataset: 'mnist', seed: 1 })).toBe(
      'model.hidden=[8,4] dataset=mnist seed=1',
    );
  });
});

describe('parseSweep', () => {
  it.each([
    [{ axis: {} }, 'sweep: unknown key axis; the keys of a sweep are base, axes,'],
    [{ axes: { seed: [1] }, seeds: 3 }, 'sweep: seed is stated twice'],
    [{ budget: { epochs: 3 }, axes: { 'training.epochs': [1] } }, 'sweep: training.epochs is stated twice'],
    [{ goal: { 'test.mse': 'small' } }, 'expected "<= x" or ">= x"'],
    [{ goal: { 'test.mse': '<= 1' }, asha: {} }, 'sweep: both goal and asha are given; choose one'],
    [{ smallest: { 'model.latentDim': [1, 9] } }, 'sweep: smallest is given without a goal'],
    [{ random: { runs: 3, axes: { seed: { normal: [0, 1] } } } }, 'random.axes.seed has none of the forms'],
    [{ budget: { minutes: 1 } }, 'budget has none of the forms'],
  ])('refuses %j', (stated, message) => {
    expect(() => parseSweep({ base, ...stated })).toThrow(message);
  });
});
