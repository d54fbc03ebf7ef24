import type { RunRecord } from '@aelab/viz';
import { expect, it } from 'vitest';
import { analysisSummary } from './analysis-summary.js';

it('analysisSummary prints every figure with three digits that count', () => {
  const scores = { overlap: 0.8566, pairFidelity: 0.925, p: 0.081 };
  const record = {
    baselines: {},
    judge: {
      name: 'lenet5',
      accuracyOriginal: 0.987,
      accuracyReconstruction: 0.834,
      accuracyRatio: 0.84498,
      accuracyRatioInterval: [0.82034, 0.86653],
    },
    overlap: { engine: 'exact', n: 100, ...scores, perClass: [{ label: '7', n: 9, ...scores }] },
  } as unknown as RunRecord;
  const text = analysisSummary(record, 'runs/x');
  expect(text).toContain('ratio 0.845 (0.820 to 0.867)');
  expect(text).toMatch(/^7 +9 +0\.857 +0\.925 +0\.0810$/m);
});
