import { random } from '@aelab/kernels/random';
import { describe, expect, it } from 'vitest';
import { informationLoss, mcnemar } from './information-loss.js';

describe('mcnemar', () => {
  it.each([
    [0, 0, 1],
    [3, 3, 1],
    [1, 5, 0.21875],
    [12, 3, 0.03515625],
    [40, 61, 0.046044066929342785],
    [1000, 1103, 0.026109280819020045],
    [0, 60, 1.734723475976807e-18],
  ])('of %i and %i is %f, as scipy 1.17.1 binomtest', (b, c, p) => {
    expect(mcnemar(b, c) / p).toBeCloseTo(1, 9);
    expect(mcnemar(c, b)).toBe(mcnemar(b, c));
  });
  it('refuses what is no count', () => {
    expect(() => mcnemar(-1, 2)).toThrow('a count is -1');
    expect(() => mcnemar(1, 0.5)).toThrow('a count is 0.5');
  });
});

describe('informationLoss', () => {
  const names = ['2', '8', '9', 'none'];
  const { integer, uniform } = random(0, 'judge');
  const labels = Array.from({ length: 600 }, () => integer(3));
  const wrong = (share: number) => (label: number) => (uniform() < share ? (label + 1) % 3 : label);
  const original = labels.map(wrong(0.05));
  const reconstruction = original.map(wrong(0.2));
  const loss = informationLoss({ labels, original, reconstruction }, names, { seed: 0 });

  it('relates its figures as their definitions do', () => {
    expect(loss.accuracyRatio).toBeCloseTo(loss.accuracyReconstruction / loss.accuracyOriginal, 14);
    expect(loss.accuracyRatioInterval[0]).toBeLessThan(loss.accuracyRatio);
    expect(loss.accuracyRatioInterval[1]).toBeGreaterThan(loss.accuracyRatio);
    const changed = loss.changes.reduce((sum, { n }) => sum + n, 0);
    expect(loss.agreement).toBeCloseTo(1 - changed / 600, 14);
    expect(loss.confusion.flat().reduce((a, b) => a + b)).toBe(600);
    expect(loss.mcnemarP).toBeLessThan(1e-6);
  });
  it('weights the classes to the whole', () => {
    const whole = loss.perClass.slice(0, 3).reduce((sum, c) => sum + c.n * c.accuracyReconstruction, 0) / 600;
    expect(whole).toBeCloseTo(loss.accuracyReconstruction, 14);
    expect(loss.perClass[3]).toMatchObject({ label: 'none', n: 0, accuracyRatio: NaN, mcnemarP: 1 });
  });
  it('lists changes from the most frequent on', () => {
    const [first, second] = loss.changes;
    expect(first.n).toBeGreaterThanOrEqual(second.n);
    expect(loss.confusion[names.indexOf(first.from)][names.indexOf(first.to)]).toBe(first.n);
  });
  it('loses nothing if the answers are the same', () => {
    const same = informationLoss({ labels, original, reconstruction: original }, names, { seed: 0 });
    expect(same).toMatchObject({
      accuracyRatio: 1,
      accuracyRatioInterval: [1, 1],
      agreement: 1,
      mcnemarP: 1,
      changes: [],
    });
  });
  it('refuses lists that do not fit', () => {
    expect(() => informationLoss({ labels, original, reconstruction: [0] }, names, { seed: 0 })).toThrow(
      '600 labels and answers for 600 originals and 1 reconstructions',
    );
    expect(() =>
      informationLoss({ labels: [0], original: [0], reconstruction: [4] }, names, { seed: 0 }),
    ).toThrow('(reconstructions): label 0 is 4');
  });
});
