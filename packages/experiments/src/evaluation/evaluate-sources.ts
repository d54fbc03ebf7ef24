import { reconstruct } from '@aelab/models';
import { imageSize } from '@aelab/images';
import { datasetNamed, loadDataset } from '../datasets.js';
import { openRun } from '../run/open-run.js';
import { loadCodec, throughCodec } from './codec-module.js';
import { evaluatePair, type EvaluatedPair, type PairLabels } from './evaluate-pair.js';
import { readImages, readLabels, type ImageDeclaration } from './read-source.js';

interface Common extends ImageDeclaration {
  readonly labels?: string;
  readonly metrics?: readonly string[];
  readonly seed: number;
}

/** Judges two sources of images: originals, and anybody's reconstructions of them. */
export async function evaluateFiles(
  sources: { readonly originals: string; readonly reconstructions: string },
  options: Common,
): Promise<EvaluatedPair> {
  const originals = await readImages(sources.originals, options);
  const reconstructions = await readImages(sources.reconstructions, options);
  return evaluatePair(originals, reconstructions, sources, await pairOptions(options));
}

/** Judges a codec of a person's own, or an imported autoencoder, on a source of images; where its code is bytes, they are counted. */
export async function evaluateCodec(
  sources: { readonly originals: string; readonly codec: string },
  options: Common,
): Promise<EvaluatedPair> {
  const originals = await readImages(sources.originals, options);
  const [, ...imageShape] = originals.shape;
  const codec = await loadCodec(sources.codec, imageShape);
  const { reconstructions, bytes } = await throughCodec(codec, originals);
  const pair = evaluatePair(originals, reconstructions, sources, await pairOptions(options));
  if (bytes === undefined) return pair;
  const [n, height, width] = originals.shape;
  const figures = {
    perImage: bytes / n,
    bitsPerPixel: (8 * bytes) / (n * height * width),
    compressionRatio: (n * imageSize(originals)) / bytes,
  };
  return { ...pair, record: { ...pair.record, bytes: figures } };
}

/** Judges a run's model on the test images of a data set, its own or one that it was not trained on. */
export async function evaluateRun(
  folder: string,
  dataset: string,
  options: Omit<Common, 'labels'>,
): Promise<EvaluatedPair> {
  const { images, labels, classNames } = (await loadDataset(datasetNamed(dataset), options.seed)).test;
  const { model } = await openRun(folder);
  const reconstructions = await reconstruct(model, images);
  const sources = { originals: `${dataset} (test)`, reconstructions: folder };
  return evaluatePair(images, reconstructions, sources, { ...options, classes: { labels, classNames } });
}

async function pairOptions({ labels, metrics, seed }: Common) {
  return { seed, metrics, ...(labels !== undefined && { classes: classesOf(await readLabels(labels)) }) };
}

/** Classes named by their numbers. */
function classesOf(labels: Int32Array): PairLabels {
  const count = labels.reduce((most, label) => Math.max(most, label + 1), 0);
  return { labels, classNames: Array.from({ length: count }, (_, label) => String(label)) };
}
