import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { parseConfig } from '../config.js';
import { startRun } from '../run/run.js';
import { numericsVersion } from './numerics-version.js';

/** Figures of one small run, by numerics version. Where they differ, raise `numericsVersion` and add them here. */
const figures: Record<number, { mse: number; pca: number }> = { 1: { mse: 0.175167, pca: 0.0526363 } };

it('is raised when figures change', async () => {
  const home = await mkdtemp(join(tmpdir(), 'aelab numerics '));
  const config = parseConfig({
    dataset: 'mnist',
    subset: { train: 200, test: 50 },
    model: { type: 'dense', hidden: [16], latentDim: 3 },
    training: { epochs: 2, batchSize: 20 },
    backend: 'wasm',
  });
  const { test, baselines } = await startRun(config, join(home, 'run'));
  await rm(home, { recursive: true });
  const known = figures[numericsVersion];
  expect(Number(test.mse) / known.mse).toBeCloseTo(1, 4);
  expect(Number(baselines.pca?.mse) / known.pca).toBeCloseTo(1, 4);
});
