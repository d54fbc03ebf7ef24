import {
  dequantise,
  fitTables,
  latentSensitivities,
  logisticTables,
  quantise,
  refineLevels,
  stepForDistortion,
  uniformQuantiser,
  type FrequencyTable,
  type IntegerQuantiser,
} from '@aelab/codec';
import { toUnitRange, type ImageBatch } from '@aelab/images';
import { mse } from '@aelab/metrics';
import { decode, encode, type Autoencoder, type Latents } from '@aelab/models';
import { UsageError } from '../usage-error.js';
import { evenlyChosen, type CodedRun } from './coded-run.js';

export interface CodeSettings {
  /** `uniform`: tables fitted on the latents of training images. `learned`: of the model's own prior. */
  readonly precision: 'uniform' | 'learned';
  /** Times that every latent is tried one level up and down, with the decoder in the loop. */
  readonly refine: number;
  /** Share that rounding may add to the model's own error; rate-trained models have whole numbers as latents already. */
  readonly addedError: number;
  /** How much more than in the model's own balance error weighs against bits when levels are refined; 1 unless told. */
  readonly errorWeight?: number;
}

/** How latents become whole numbers, and how often each is expected; learnt from training images alone. */
export interface LatentCode {
  readonly quantiser: IntegerQuantiser;
  readonly tables: readonly FrequencyTable[];
  /** Bits that one unit of an image's MSE is worth. */
  readonly lambda: number;
  readonly refine: number;
}

/** Training images whose latents the tables are fitted on, plainly rounded and refined. */
const TABLE_IMAGES = 20_000;
const REFINED_IMAGES = 4000;
/** Training images by which steps are chosen. */
const STEP_IMAGES = 300;

/**
 * The code of a run's latents: one table for each latent, or for each channel where the latent is spatial.
 *
 * @throws UsageError if a learned prior is asked for and the model has none
 */
export async function fitLatentCode(
  run: CodedRun,
  { precision, refine, addedError, errorWeight = 1 }: CodeSettings,
): Promise<LatentCode> {
  const { model, data, latentShape } = run;
  const { quantiser, lambda: own } = await chooseSteps(run, addedError);
  const lambda = errorWeight * own;
  if (precision === 'learned')
    return { quantiser: { ...quantiser, precision }, lambda, refine, tables: await priorTables(model) };
  const images = evenlyChosen(data.train.images, TABLE_IMAGES);
  const tableCount = latentShape[latentShape.length - 1];
  const plain = { quantiser, lambda, refine: 0 };
  const tables = fitTables(await levelsOf(model, { ...plain, tables: [] }, images), tableCount);
  if (refine === 0) return { ...plain, tables };
  const refined = await levelsOf(model, { ...plain, tables, refine }, evenlyChosen(images, REFINED_IMAGES));
  return { ...plain, refine, tables: fitTables(refined, tableCount) };
}

/** The levels of some images: their rounded latents, refined where the code says so. */
export async function levelsOf(
  model: Autoencoder,
  { quantiser, tables, lambda, refine }: LatentCode,
  images: ImageBatch,
): Promise<Int32Array> {
  const { data, shape } = await encode(model, images);
  const levels = quantise(data, quantiser);
  if (refine === 0) return levels;
  const originals = toUnitRange(images);
  const distortion = async (tried: Int32Array) =>
    mse(originals, await decode(model, { data: dequantise(tried, quantiser), shape }));
  return refineLevels(levels, {
    latentSize: sizeOf(shape.slice(1)),
    tables,
    lambda,
    distortion,
    sweeps: refine,
  });
}

/** Steps, and the slope of rate over distortion that fits them. */
async function chooseSteps(
  { model, data, imageShape, latentShape }: CodedRun,
  addedError: number,
): Promise<Pick<LatentCode, 'quantiser' | 'lambda'>> {
  const objective = model.objective?.settings as { type: string; lambda: number } | undefined;
  if (objective?.type === 'rateDistortion')
    return {
      quantiser: uniformQuantiser(1),
      lambda: objective.lambda * 255 ** 2 * imageShape[0] * imageShape[1],
    };
  const originals = toUnitRange(evenlyChosen(data.train.images, STEP_IMAGES));
  const latents = await encode(model, originals);
  const errorOf = async (values: Float32Array) =>
    mean(mse(originals, await decode(model, { ...latents, data: values })));
  const own = await errorOf(latents.data);
  const relative = await relativeSteps(model, latents);
  const scaled = (scale: number) => uniformQuantiser(relative.map((step) => step * scale));
  const addedAt = async (scale: number) =>
    (await errorOf(dequantise(quantise(latents.data, scaled(scale)), scaled(scale)))) - own;
  const added = addedError * own;
  const scale = await stepForDistortion(addedAt, added, [1e-4, 10]);
  return { quantiser: scaled(scale), lambda: sizeOf(latentShape) / (2 * Math.LN2 * added) };
}

/**
 * Steps at which every latent's rounding makes as much error; where the latent is spatial, the same step for all.
 */
async function relativeSteps(model: Autoencoder, { data, shape }: Latents): Promise<Float64Array> {
  const latentSize = sizeOf(shape.slice(1));
  const spread = Math.sqrt(mean(data.map((value) => value ** 2)));
  if (shape.length > 2) return Float64Array.of(spread);
  const toPixels = async (values: Float32Array) =>
    (await decode(model, { data: values, shape })).data as Float32Array;
  const sensitivities = await latentSensitivities(data, latentSize, toPixels, 0.1 * spread);
  const least = 1e-6 * Math.max(...sensitivities);
  return sensitivities.map((sensitivity) => 1 / Math.sqrt(latentSize * Math.max(sensitivity, least)));
}

/** Of the prior that a rate-trained model has learned. */
async function priorTables({ objective }: Autoencoder): Promise<FrequencyTable[]> {
  if (objective?.settings.type !== 'rateDistortion')
    throw new UsageError(
      `precision: learned was asked for, and the model's objective is ${objective?.settings.type ?? 'none'}; only rateDistortion learns a prior (ask for uniform)`,
    );
  const [locations, logScales] = await Promise.all(
    objective.state.map(({ variable }) => variable.data<'float32'>()),
  );
  return logisticTables(locations, logScales.map(Math.exp));
}

function sizeOf(shape: readonly number[]): number {
  return shape.reduce((product, length) => product * length, 1);
}

function mean(values: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i];
  return sum / values.length;
}
