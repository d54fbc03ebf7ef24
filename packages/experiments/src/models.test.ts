import { describeAutoencoder, selectBackend } from '@aelab/models';
import { beforeAll, describe, expect, it } from 'vitest';
import { parseConfig } from './config.js';
import { buildModel } from './models.js';

const described = (model: object, imageShape: readonly [number, number, number] = [28, 28, 1]) =>
  describeAutoencoder(buildModel(parseConfig({ dataset: 'mnist', model }).model, imageShape, 0));

beforeAll(() => selectBackend('cpu'));

describe('buildModel', () => {
  it.each([
    [{ type: 'dense', latentDim: 8 }, [8]],
    [{ type: 'dense', compressionPercent: 95 }, [39]],
    [{ type: 'dense', latentDim: 8, inputScaling: 'standardised' }, [8]],
    [{ type: 'linear', latentDim: 8, tied: true }, [8]],
    [{ type: 'conv', latentChannels: 4 }, [7, 7, 4]],
    [{ type: 'conv', filters: [8], compressionPercent: 75 }, [14, 14, 1]],
    [{ type: 'convLinear', compressionPercent: 99 }, [8]],
    [{ type: 'autoAssociative', units: 12, latentDim: 8, pruningEpochs: 2 }, [12]],
  ])('builds %j', (model, latentShape) => {
    expect(described(model).latentShape).toEqual(latentShape);
  });

  it.each([
    { type: 'variational', beta: 0.5 },
    { type: 'winnerTakeAll', active: 3, lifetime: 0.5 },
    { type: 'rateDistortion', lambda: 0.01 },
  ])('adds the objective %j to any of them', (objective) => {
    expect(described({ type: 'dense', latentDim: 8, objective }).objective).toEqual(objective);
    expect(described({ type: 'conv', latentChannels: 2, objective }).objective).toEqual(objective);
  });

  it('shifts standardised input by what it is given', () => {
    const config = parseConfig({
      dataset: 'mnist',
      model: { type: 'dense', latentDim: 2, inputScaling: 'standardised' },
    });
    const scaled = buildModel(config.model, [4, 4, 1], 0, { mean: [0.5], deviation: [0.25] });
    const [kernel, bias] = scaled.encoder.getLayer('scaling').getWeights();
    expect([kernel.dataSync()[0], bias.dataSync()[0]]).toEqual([4, -2]);
  });

  it('multiplies input by 255 where bytes are to go in', () => {
    const config = parseConfig({
      dataset: 'mnist',
      model: { type: 'dense', latentDim: 2, inputScaling: 'bytes' },
    });
    const [kernel, bias] = buildModel(config.model, [4, 4, 1], 0).encoder.getLayer('scaling').getWeights();
    expect(kernel.dataSync()[0]).toBeCloseTo(255, 4);
    expect(bias.dataSync()[0]).toBeCloseTo(0, 12);
  });

  it('refuses what no such image allows', () => {
    expect(() => described({ type: 'conv', filters: [2, 2, 2], latentChannels: 2 })).toThrow('3 filters');
    expect(() => described({ type: 'dense', compressionPercent: 99.99 })).toThrow('at most 99.87 %');
  });
});
