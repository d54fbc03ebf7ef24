import { describe, expect, it } from 'vitest';
import type { RunRecord } from '../record.js';
import { mnistRecord } from '../testing/records.js';
import { verdict } from './verdict.js';

const { test, training, baselines } = mnistRecord;

function withTest(mse: RunRecord['test']['mse']): RunRecord {
  return { ...mnistRecord, test: { ...test, mse } };
}

describe('verdict', () => {
  it('compares with PCA and with the best constant image', () => {
    expect(verdict(mnistRecord)).toBe(
      'The model beats PCA with 32 components: its error is 42\u00a0% lower, 0.00971 against 0.01683. The model removes 86\u00a0% of the error of the best constant image, the mean image.',
    );
  });

  it('says when PCA does better', () => {
    expect(verdict(withTest(0.02))).toContain(
      'PCA with 32 components does better: its error is 16\u00a0% lower, 0.0168 against the model’s 0.0200.',
    );
  });

  it('calls no winner when the difference from PCA may be 0', () => {
    const record = (low: number, high: number): RunRecord => ({
      ...withTest(0.0165),
      baselines: {
        ...baselines,
        pca: { components: 32, mse: 0.0168, mseDifferenceInterval: [low, high] },
      },
    });
    expect(verdict(record(-0.0008, 0.0002))).toContain(
      'cannot be told apart from PCA with 32 components: their errors are 0.0165 and 0.0168',
    );
    expect(verdict(record(-0.0008, -0.0001))).toContain('The model beats PCA');
  });

  it('says when a constant image would do', () => {
    expect(verdict(withTest(0.0675))).toContain(
      'The model is no better than answering every image with the mean image.',
    );
  });

  it('says nothing of an error that is not finite', () => {
    expect(verdict(withTest('NaN'))).toBe(
      'The test error is not a finite number, so nothing can be said of the model.',
    );
  });

  it('needs no PCA', () => {
    expect(verdict({ ...mnistRecord, baselines: { ...baselines, pca: undefined } })).toMatch(
      /^The model removes 86/,
    );
  });

  it.each([
    [{ stopped: 'diverged', cause: 'loss NaN in epoch 2' }, 'Training diverged (loss NaN in epoch 2)'],
    [{ stopped: 'aborted', epochs: 1 }, 'Training was interrupted after 1 epoch.'],
    [{ epochs: 0, loss: [] }, 'The model was not trained'],
  ] as const)('first says what went wrong: %o', (change, sentence) => {
    expect(verdict({ ...mnistRecord, training: { ...training, ...change } }).startsWith(sentence)).toBe(true);
  });

  it('names a collapse and its likely cause before any figure', () => {
    const finding = '30 of 32 latents do not change from image to image';
    const collapse = [{ kind: 'dead latents', finding, likelyCause: 'a beta that is too high' }];
    expect(verdict({ ...mnistRecord, collapse })).toMatch(
      /^Collapse \(dead latents\): 30 of 32 latents do not change from image to image\. Likely cause: a beta that is too high\. The model beats/,
    );
  });

  it('calls an expanding bottleneck one', () => {
    const model = { ...mnistRecord.model, latentShape: [1568], dimensionReduction: 0.5, expanding: true };
    expect(verdict({ ...mnistRecord, model })).toContain(
      'Its “bottleneck” has 2 values for each of the image: it expands, and compresses nothing.',
    );
  });
});
