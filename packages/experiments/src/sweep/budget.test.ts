import { describe, expect, it } from 'vitest';
import { parseConfig } from '../config.js';
import { withBudget, type BudgetQuestions } from './budget.js';

const config = (hidden: number[] = [40, 20]) =>
  parseConfig({
    dataset: 'mnist',
    model: { type: 'dense', hidden, latentDim: 4 },
    training: { epochs: 10 },
  });
const questions: BudgetQuestions = {
  speed: () => Promise.resolve({ imagesPerSecond: 1000, images: 2000 }),
  imageShape: () => Promise.resolve([4, 4, 1]),
};

/** Weights and biases of a dense autoencoder of 16 pixels. */
function parameters(hidden: readonly number[]): number {
  const widths = [16, ...hidden, 4, ...[...hidden].reverse(), 16];
  return widths.slice(1).reduce((sum, width, i) => sum + (widths[i] + 1) * width, 0);
}

describe('withBudget', () => {
  it('trains for the epochs, or the whole epochs that fit the seconds, one at least', async () => {
    const epochs = async (budget: { epochs: number } | { seconds: number }) =>
      (await withBudget(config(), budget, questions)).training.epochs;
    expect(await epochs({ epochs: 3 })).toBe(3);
    expect(await epochs({ seconds: 7 })).toBe(3);
    expect(await epochs({ seconds: 1 })).toBe(1);
  });

  it.each([500, 1234, 5000])('widens the layers to the most that fits %i parameters', async (most) => {
    const { model } = await withBudget(config(), { parameters: most, by: 'model.hidden' }, questions);
    const hidden = 'hidden' in model ? model.hidden : [];
    expect(parameters(hidden)).toBeLessThanOrEqual(most);
    expect(parameters([hidden[0] + 1, Math.round((hidden[0] + 1) / 2)])).toBeGreaterThan(most);
    expect(Math.abs(hidden[0] / 2 - hidden[1])).toBeLessThanOrEqual(0.5);
  });

  it('refuses parameters that not even the narrowest model keeps to, and a field without widths', async () => {
    await expect(withBudget(config(), { parameters: 10, by: 'model.hidden' }, questions)).rejects.toThrow(
      `sweep: budget.parameters is 10, but model.hidden=1 needs ${parameters([1, 1])}`,
    );
    await expect(withBudget(config(), { parameters: 10, by: 'model.type' }, questions)).rejects.toThrow(
      'sweep: budget.by names model.type, which is "dense"; it must be a width or a list of widths',
    );
  });
});
