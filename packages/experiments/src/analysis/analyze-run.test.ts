import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openLatents } from '@aelab/codec';
import { decodeNpy } from '@aelab/images';
import { layersToOnnx, linearAutoencoder } from '@aelab/models';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { recordViolations } from '../../../../tools/testing/violations.js';
import { parseConfig } from '../config.js';
import { startRun } from '../run/run.js';
import { readRunRecord, runFiles } from '../run/run-folder.js';
import { reportRun } from '../run/write-report.js';
import { analyzeRun } from './analyze-run.js';
import { readSheets } from './sheets/sheets-file.js';

let home: string;
let run: string;
beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'aelab analysis '));
  run = join(home, 'run');
  const config = {
    dataset: 'mnist',
    subset: { train: 300, test: 120 },
    model: { type: 'dense', hidden: [16], latentDim: 4 },
    training: { epochs: 2 },
    backend: 'wasm',
  };
  await startRun(parseConfig(config), run);
});
afterAll(() => rm(home, { recursive: true }));

describe('analyzeRun', () => {
  it('adds SVD and overlap to the record, and leaves what was there', async () => {
    const before = await readRunRecord(run);
    const record = await analyzeRun(run, { svd: true, overlap: { pairs: 60, engine: 'barnes-hut' } });
    expect(await readRunRecord(run)).toEqual(record);
    const { overlap, baselines, ...rest } = record;
    expect({ ...rest, baselines: { ...baselines, svd: undefined } }).toEqual({
      ...before,
      baselines: { ...before.baselines, svd: undefined },
    });
    expect(Number(baselines.svd?.mse)).toBeGreaterThan(Number(baselines.pca?.mse));
    expect(overlap).toMatchObject({ engine: 'barnes-hut', n: 60 });
    expect(overlap?.perClass).toHaveLength(10);
  });

  it('keeps to the schema', async () => {
    expect(recordViolations('run', await readFile(join(run, 'run.json'), 'utf8'))).toEqual([]);
  });

  it('keeps the map, a place for each original and reconstruction', async () => {
    const embedding = JSON.parse(await readFile(join(run, 'embedding.json'), 'utf8')) as Record<
      string,
      unknown[]
    >;
    expect(Object.values(embedding).map(({ length }) => length)).toEqual([60, 60, 10, 120, 120]);
  });

  it('repeats its figures', async () => {
    const first = (await readRunRecord(run)).overlap;
    const again = await analyzeRun(run, { svd: false, overlap: { pairs: 60, engine: 'barnes-hut' } });
    expect(again.overlap).toEqual(first);
  });

  it('measures what the latents hold, and keeps them', async () => {
    const { latents } = await analyzeRun(run, { latents: true });
    expect(latents).toMatchObject({ n: 120, dead: 0 });
    const [rank, dimension, probe, neighbours] = [
      latents?.effectiveRank,
      latents?.intrinsicDimension,
      latents?.probeAccuracy,
      latents?.neighbourAccuracy,
    ].map(Number);
    expect(rank > 1 && rank <= 4 && dimension > 0.5 && dimension < 10).toBe(true);
    expect(probe > 0.1 && neighbours > 0.1).toBe(true);
    expect(decodeNpy(await readFile(join(run, 'latents.npy'))).shape).toEqual([120, 4]);
  });

  it('makes the latents a file that decodes to almost the same images, and counts its bytes', async () => {
    const { bytes, test } = await analyzeRun(run, { bytes: true });
    const file = await readFile(join(run, 'latents.ael'));
    expect(Number(bytes?.perImage)).toBe(file.length / 120);
    expect(Number(bytes?.compressionRatio)).toBeCloseTo((120 * 784) / file.length, 9);
    expect(Number(bytes?.withoutHeader)).toBeLessThan(Number(bytes?.perImage));
    expect(bytes?.decoder).toBe(4 * (4 * 16 + 16 + 16 * 784 + 784));
    expect(Number(bytes?.mse) / Number(test.mse)).toBeCloseTo(1, 1);
    expect(openLatents(file).header).toMatchObject({ images: 120, latentShape: [4] });
  });

  it('asks a judge', async () => {
    const judgeFile = join(home, 'judge.onnx');
    const { encoder } = linearAutoencoder({ imageShape: [1, 28, 28], latentDim: 10, seed: 0 });
    await writeFile(judgeFile, await layersToOnnx(encoder));
    const { judge } = await analyzeRun(run, { judge: judgeFile });
    expect(judge?.name).toBe(judgeFile);
    expect(judge?.confusion.flat().reduce((a, b) => a + b)).toBe(120);
    expect(Number(judge?.accuracyRatio)).toBeCloseTo(
      Number(judge?.accuracyReconstruction) / Number(judge?.accuracyOriginal),
      12,
    );
    await expect(analyzeRun(run, { judge: 'resnet' })).rejects.toThrow(
      'judge: resnet is not one of lenet5, small-cnn, nor an .onnx file',
    );
  });

  it('measures noise at several strengths, beside filters and PCA', async () => {
    const { noise } = await analyzeRun(run, { noise: true });
    expect(noise?.n).toBe(120);
    expect(noise?.strengths.map(({ factor }) => factor)).toEqual([0.1, 0.2, 0.3, 0.4, 0.5, 0.6]);
    const psnrs = noise?.strengths.map(({ psnr }) => Number(psnr)) ?? [];
    expect(psnrs).toEqual([...psnrs].sort((a, b) => b - a));
    for (const { model, medianFilter, gaussianFilter, pca } of noise?.strengths ?? []) {
      const [low, high] = model.interval.map(Number);
      expect(Number(model.gain) > low && Number(model.gain) < high).toBe(true);
      for (const gain of [medianFilter, gaussianFilter, pca]) expect(Math.abs(Number(gain))).toBeLessThan(20);
    }
  });

  it('shows strangers to the model, and ranks their errors among those of test images', async () => {
    const { strangers } = await analyzeRun(run, { strangers: true });
    expect(strangers?.map(({ label }) => label)).toEqual(['cartoon', 'nature', 'inverted 2', 'Ai']);
    expect(strangers?.find(({ label }) => label === 'inverted 2')?.errsMoreThan).toBe(1);
  });

  it('keeps pictures of the latent and of the filters', async () => {
    await analyzeRun(run, { pictures: true });
    const sheets = await readSheets(run);
    expect(Object.keys(sheets).sort()).toEqual([
      'filters',
      'interpolation',
      'noise',
      'strangers',
      'traversal',
    ]);
    expect(sheets.traversal?.rows).toHaveLength(4);
  });

  it('keeps to the schema with all of it', async () => {
    expect(recordViolations('run', await readFile(join(run, 'run.json'), 'utf8'))).toEqual([]);
  });

  it('writes the same report again from the folder', async () => {
    const before = await readFile(join(run, 'report.html'), 'utf8');
    await reportRun(run);
    expect(await readFile(join(run, 'report.html'), 'utf8')).toBe(before);
  });

  it('shows all of it in the report', async () => {
    const html = await readFile(join(run, 'report.html'), 'utf8');
    for (const title of [
      'What a classifier still recognises',
      'What the latent holds',
      'What it costs in bytes',
      'What it makes of noise',
      'What it makes of the unknown',
      'What each unit of the latent draws',
      'On the straight way from one latent to another',
      'What its first layer looks for',
    ])
      expect(html).toContain(title);
  });

  it('draws the curves of a codec bench of the run', async () => {
    const published = [{ name: 'theirs', points: [{ bitsPerPixel: 0.5, psnr: 30 }] }];
    await mkdir(join(run, 'codec'));
    await writeFile(join(run, runFiles.codecBench), JSON.stringify({ models: [], rivals: [], published }));
    await reportRun(run);
    expect(await readFile(join(run, 'report.html'), 'utf8')).toContain('Quality at each size');
  });

  it('refuses a folder without a finished run', async () => {
    await expect(analyzeRun(join(home, 'none'), { svd: true })).rejects.toThrow(
      'name the folder of a finished run',
    );
  });
});
