import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ImageDataset } from '@aelab/datasets';
import { encodeNpy, selectImages, toUnitRange, type ImageBatch } from '@aelab/images';
import {
  decode,
  encode,
  fitLatentGaussian,
  jitterLatents,
  judgePredictions,
  sampleLatents,
  type Autoencoder,
} from '@aelab/models';
import { recordJson } from '@aelab/viz';
import { judgeDefaults, trainedJudge, type JudgeName } from '../judges.js';
import { newFolder } from '../new-folder.js';
import { drawPictures } from '../reconstruct/draw-pictures.js';
import { loadData, type RunData } from '../run/load-data.js';
import { openRun } from '../run/open-run.js';
import { UsageError } from '../usage-error.js';

/** Where sampled latents come from. */
export const sampleSources = ['prior', 'latents', 'jitter'] as const;
export type SampleSource = (typeof sampleSources)[number];

export interface SampleOptions {
  /** Images to make. */
  readonly n: number;
  /**
   * `prior`: N(0, 1), which a variational autoencoder learned. `latents`: a normal distribution fitted to the latents of
   * the training images. `jitter`: latents of test images, moved. The prior where there is one, else the latents.
   */
  readonly from?: SampleSource;
  /** Of `jitter`: share of each latent's own deviation by which it is moved. */
  readonly amount: number;
  /** Asked how sure it is of the samples, beside real test images. */
  readonly judge?: JudgeName;
  readonly seed: number;
}

/** `sample.json` */
export interface SampleRecord {
  readonly schemaVersion: 1;
  readonly model: string;
  readonly n: number;
  readonly from: SampleSource;
  readonly amount?: number;
  readonly seed: number;
  readonly judge?: JudgedSamples;
}

/** What a judge says of samples, which have no right answer. */
export interface JudgedSamples {
  readonly name: JudgeName;
  /** On the real test images. */
  readonly accuracy: number;
  /** Mean of its highest probability, on real test images and on samples. */
  readonly confidence: { readonly real: number; readonly samples: number };
  /** Share of the samples that it takes for each class. */
  readonly classes: Readonly<Record<string, number>>;
}

/**
 * Makes images that nobody drew, by a run's decoder, into a new folder: pictures, `samples.npy`, and `sample.json`.
 *
 * @throws UsageError if the folder holds no finished run, its model has no prior but it was asked for, or the new
 *   folder exists
 */
export async function sampleRun(folder: string, out: string, options: SampleOptions): Promise<SampleRecord> {
  const { config, record: run, model } = await openRun(folder);
  const { n, amount, seed, judge } = options;
  const from = options.from ?? (isVariational(model) ? 'prior' : 'latents');
  if (from === 'prior' && !isVariational(model))
    throw new UsageError(
      `sample: the model of ${folder} (latent ${run.model.latentShape.join('×')}) learned no prior; sample from its latents, or train it with the objective variational`,
    );
  const data = await loadData(config);
  return newFolder(out, 'out', async (draft) => {
    const { samples, sources } = await makeSamples(model, data, { ...options, from });
    const rows = [
      ...(sources ? [{ label: 'original', images: sources }] : []),
      { label: 'sample', images: samples },
    ];
    const names = Array.from({ length: n }, (_, i) => String(i));
    await drawPictures(join(draft, 'pictures.png'), rows, names);
    await writeFile(join(draft, 'samples.npy'), encodeNpy(samples));
    const record: SampleRecord = {
      schemaVersion: 1,
      ...{ model: folder, n, from, seed },
      ...(from === 'jitter' && { amount }),
      ...(judge && { judge: await judgeSamples(data, samples, judge) }),
    };
    await writeFile(join(draft, 'sample.json'), recordJson(record));
    return record;
  });
}

function isVariational({ objective }: Autoencoder): boolean {
  return objective?.settings.type === 'variational';
}

interface Samples {
  readonly samples: ImageBatch;
  /** The images that samples were moved from. */
  readonly sources?: ImageBatch;
}

async function makeSamples(
  model: Autoencoder,
  { train, test }: RunData,
  { n, from, amount, seed }: SampleOptions,
): Promise<Samples> {
  switch (from) {
    case 'jitter': {
      const sources = toUnitRange(firstImages(test, n));
      const moved = jitterLatents(await encode(model, sources), amount, seed);
      return { samples: await decode(model, moved), sources };
    }
    case 'latents': {
      const gaussian = fitLatentGaussian(await encode(model, train.images));
      return { samples: await decode(model, sampleLatents(model, n, seed, gaussian)) };
    }
    default:
      return { samples: await decode(model, sampleLatents(model, n, seed)) };
  }
}

function firstImages({ images, name }: ImageDataset, n: number): ImageBatch {
  if (n > images.shape[0])
    throw new UsageError(`sample: ${n} images asked for; ${name} has ${images.shape[0]} test images`);
  return selectImages(
    images,
    Array.from({ length: n }, (_, i) => i),
  );
}

async function judgeSamples(
  { train, test }: RunData,
  samples: ImageBatch,
  name: JudgeName,
): Promise<JudgedSamples> {
  const { judge, score } = await trainedJudge({ train, test }, judgeDefaults[name], 0);
  const { predictions, probabilities } = await judgePredictions(judge, samples);
  const classes = train.classNames.length;
  const confidences = Array.from(predictions, (predicted, i) => probabilities[i * classes + predicted]);
  const share = (label: number) => predictions.filter((p) => p === label).length / predictions.length;
  return {
    name,
    accuracy: score.accuracy,
    confidence: {
      real: score.meanConfidence,
      samples: confidences.reduce((sum, value) => sum + value, 0) / confidences.length,
    },
    classes: Object.fromEntries(train.classNames.map((label, i) => [label, share(i)])),
  };
}
