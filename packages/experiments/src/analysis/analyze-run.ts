import { join } from 'node:path';
import { toUnitRange } from '@aelab/images';
import { fitSvd, mse } from '@aelab/metrics';
import { recordJson, type RunRecord } from '@aelab/viz';
import { loadData } from '../run/load-data.js';
import { latentValues } from '../run/latent-values.js';
import { measureLinear } from '../run/measure-baselines.js';
import {
  readReconstructions,
  readRunConfig,
  readRunRecord,
  runFiles,
  withLock,
  writeWhole,
} from '../run/run-folder.js';
import { writeReport } from '../run/write-report.js';
import { measureOverlap } from './measure-overlap.js';

/** Parts of the record that a run leaves for later, because they take longer. */
export interface Analysis {
  /** Uncentred SVD with as many components as the latent has values, beside the PCA that every run has. */
  readonly svd: boolean;
  /** Overlap in joint t-SNE maps of this many test images. */
  readonly overlap?: { readonly pairs: number; readonly engine: 'barnes-hut' | 'exact' };
}

export interface AnalysisOptions {
  readonly signal?: AbortSignal;
  readonly onEvent?: (event: { readonly stage: 'evaluation'; readonly what: string }) => void;
}

/**
 * Measures more of a finished run, into the same record and report.
 *
 * @throws UsageError if the folder holds no finished run
 */
export async function analyzeRun(
  folder: string,
  { svd, overlap }: Analysis,
  { signal, onEvent }: AnalysisOptions = {},
): Promise<RunRecord> {
  const config = await readRunConfig(folder);
  return withLock(folder, async () => {
    let analyzed = await readRunRecord(folder);
    const reconstructions = await readReconstructions(folder);
    const data = await loadData(config);
    if (svd) {
      onEvent?.({ stage: 'evaluation', what: 'uncentred SVD' });
      const basis = fitSvd(data.train.images, { components: latentValues(analyzed.model) });
      const modelErrors = mse(toUnitRange(data.test.images), reconstructions);
      const measured = measureLinear(basis, data.test.images, { modelErrors, seed: config.seed });
      analyzed = { ...analyzed, baselines: { ...analyzed.baselines, svd: measured } };
    }
    if (overlap) {
      onEvent?.({ stage: 'evaluation', what: `overlap of ${overlap.pairs} pairs in three t-SNE maps` });
      const { block, embedding } = await measureOverlap(data.test, reconstructions, {
        ...overlap,
        seed: config.seed,
        signal,
      });
      await writeWhole(join(folder, runFiles.embedding), JSON.stringify(embedding));
      analyzed = { ...analyzed, overlap: block };
    }
    await writeWhole(join(folder, runFiles.record), recordJson(analyzed));
    await writeReport(folder, analyzed, data.test, reconstructions);
    return analyzed;
  });
}
