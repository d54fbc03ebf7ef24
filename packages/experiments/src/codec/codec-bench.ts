import { mkdir, readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { selectImages } from '@aelab/images';
import type { BjontegaardDelta } from '@aelab/metrics';
import { rateDistortion, recordJson, renderSvg, type BytesBlock } from '@aelab/viz';
import { bdRateOf, curveFromJson, curveToJson, type QualityPoint } from '../rivals/rate-curve.js';
import type { RatePoint } from '../rivals/rate-point.js';
import { describeEnvironment } from '../run/environment.js';
import { readRunRecord, runFiles, withLock, writeWhole } from '../run/run-folder.js';
import { reportRun } from '../run/write-report.js';
import { UsageError } from '../usage-error.js';
import { measuredCurves, rateCurves } from './bench-curves.js';
import { openCodedRun, type CodedRun } from './coded-run.js';
import type { CodeSettings } from './latent-code.js';
import { describeSetting, measureCodedRun, type CodedPoint } from './measure-coded-run.js';
import { rivalPoints, type RivalName, type RivalPoints } from './rival-points.js';

export interface CodecBenchOptions {
  /** Sweeps of {@link refineLevels}. */
  readonly refine: number;
  /** Weights of error against bits in the refinement, 1 the model's own: each gives a point of a rate-trained run. */
  readonly errorWeights: readonly number[];
  readonly rivals: readonly RivalName[];
  /** Result files in CompressAI's form, to be drawn beside. */
  readonly published: readonly string[];
  /** The first so many test images; all unless told. */
  readonly images?: number;
  /** Where the results are written: `codec-bench.json`, `rate-distortion.svg`, and a curve file for each codec. */
  readonly out: string;
  readonly onStage?: (what: string) => void;
}

/** `codec-bench.json` */
export interface CodecBench {
  readonly schemaVersion: 1;
  readonly environment: ReturnType<typeof describeEnvironment>;
  readonly data: { readonly name: string; readonly images: number; readonly imageShape: readonly number[] };
  /** Sweeps of refinement that the models' levels had. */
  readonly refine: number;
  readonly models: readonly CodedPoint[];
  readonly rivals: readonly RatePoint[];
  readonly published: readonly { readonly name: string; readonly points: readonly QualityPoint[] }[];
  /** Of the models' curve against each other curve; empty where the models are one point. */
  readonly bdRates: readonly BdRate[];
  readonly skipped: RivalPoints['skipped'];
}

export interface BdRate extends BjontegaardDelta {
  readonly against: string;
}

/** A point of a rate-trained run for each weight, of another run for each step. */
function settingsFor({ model }: CodedRun, { refine, errorWeights }: CodecBenchOptions): CodeSettings[] {
  const base = { precision: 'uniform', refine } as const;
  if (model.objective?.settings.type === 'rateDistortion')
    return (refine > 0 ? errorWeights : [1]).map((errorWeight) => ({ ...base, errorWeight, addedError: 0 }));
  return ADDED_ERRORS.map((addedError) => ({ ...base, addedError }));
}

/** Shares that rounding adds to a model's own error, where the model was not trained for its bytes. */
const ADDED_ERRORS = [0.02, 0.1, 0.3, 1];

/**
 * Runs as codecs beside PCA, image formats and general compressors, all in real bytes on the same test images.
 *
 * A run that was trained for its bytes gives a point for each weight of the refinement, any other one for each of several
 * steps; all runs together are the models' curve.
 *
 * @throws UsageError if a folder holds no finished run, or the runs have other test images
 */
export async function benchCodecs(
  folders: readonly string[],
  options: CodecBenchOptions,
): Promise<CodecBench> {
  const { refine, out, onStage } = options;
  const runs = await openRuns(folders);
  const [{ data, imageShape }] = runs;
  const all = data.test.images;
  const n = Math.min(options.images ?? all.shape[0], all.shape[0]);
  const test = selectImages(
    all,
    Array.from({ length: n }, (_, i) => i),
  );
  const published = await Promise.all(options.published.map(readPublished));
  const models: CodedPoint[] = [];
  for (const run of runs)
    for (const setting of settingsFor(run, options)) {
      onStage?.(`${run.folder}, ${describeSetting(run, setting)}`);
      models.push(await measureCodedRun(run, test, setting));
    }
  const others = await rivalPoints(options.rivals, data.train.images, test, (name) => onStage?.(name));
  const bench: CodecBench = {
    schemaVersion: 1,
    environment: describeEnvironment(),
    data: { name: data.test.name, images: n, imageShape },
    ...{ refine, models, published },
    rivals: others.points,
    bdRates: bdRates({ models, rivals: others.points, published }),
    skipped: others.skipped,
  };
  await writeBench(bench, out);
  if (n === all.shape[0]) for (const run of runs) await withLock(run.folder, () => addToRecord(run, models));
  return bench;
}

/** All of one data set and subset, so that their figures are of the same images. */
async function openRuns(folders: readonly string[]): Promise<[CodedRun, ...CodedRun[]]> {
  const runs: CodedRun[] = [];
  for (const folder of folders) runs.push(await openCodedRun(folder));
  const [first, ...others] = runs as [CodedRun, ...CodedRun[]];
  const images = ({ config }: CodedRun) => JSON.stringify([config.dataset, config.subset]);
  const other = others.find((run) => images(run) !== images(first));
  if (other)
    throw new UsageError(
      `codec-bench: ${first.folder} was trained on ${images(first)} and ${other.folder} on ${images(other)}; runs beside each other need the same dataset and subset`,
    );
  return [first, ...others];
}

async function readPublished(file: string): Promise<CodecBench['published'][number]> {
  const text = await readFile(file, 'utf8').catch((error: unknown) => {
    throw new UsageError(`curve: ${file} cannot be read (${(error as NodeJS.ErrnoException).code})`);
  });
  const { name, rates, qualities } = curveFromJson(jsonOf(text, file));
  return { name, points: rates.map((bitsPerPixel, i) => ({ bitsPerPixel, psnr: qualities[i] })) };
}

function jsonOf(text: string, file: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new UsageError(`curve: ${file} is not JSON; name a result file in CompressAI's form`);
  }
}

/** Of the models' curve, the first, against each other. */
function bdRates(measured: Pick<CodecBench, 'models' | 'rivals' | 'published'>): BdRate[] {
  const [own, ...others] = [...measuredCurves(measured), ...measured.published];
  const comparable = others.filter(({ points }) => Math.min(points.length, own.points.length) > 1);
  return comparable.map(({ name, points }) => ({ against: name, ...bdRateOf(points, own.points) }));
}

async function writeBench(bench: CodecBench, out: string): Promise<void> {
  await mkdir(out, { recursive: true });
  const measured = measuredCurves(bench);
  for (const { name, points } of measured) {
    const file = `${name.replaceAll(/[, ]+/g, '-')}.json`;
    const curve = curveToJson(`${name}, ${bench.data.images} images of ${bench.data.name}`, points);
    await writeWhole(join(out, file), `${JSON.stringify(curve, undefined, 2)}\n`);
  }
  await writeWhole(join(out, 'rate-distortion.svg'), renderSvg(rateDistortion(rateCurves(bench))));
  await writeWhole(join(out, basename(runFiles.codecBench)), recordJson(bench));
}

/** The bytes of a run's own test images into its record and report: of its first point. */
async function addToRecord({ folder }: CodedRun, models: readonly CodedPoint[]): Promise<void> {
  const measured = models.find(({ run }) => run === folder);
  if (!measured) return;
  const { account, decoder } = measured;
  const record = await readRunRecord(folder);
  const values = (record.data.imageShape ?? []).reduce((product, side) => product * side, 1);
  const bytes: BytesBlock = {
    perImage: account.perImage,
    withoutHeader: account.withoutHeader,
    decoder: decoder.bytes.file,
    compressionRatio: values / account.perImage,
    breakEvenImages: decoder.breakEvenAgainstRaw.file,
  };
  await writeWhole(join(folder, runFiles.record), recordJson({ ...record, bytes }));
  await reportRun(folder);
}
