import { selectImages, toUnitRange, type ImageBatch } from '@aelab/images';
import { stratifiedSubset, type ImageDataset } from '@aelab/datasets';
import { tsneOverlap, type TsneOverlap } from '@aelab/metrics/overlap';
import { fitPca, pcaEncode } from '@aelab/metrics/pca';
import { type Points } from '@aelab/metrics/tsne';
import type { OverlapBlock } from '@aelab/viz';

export interface OverlapSettings {
  /** Test images that are embedded, each class in proportion. */
  readonly pairs: number;
  readonly engine: 'barnes-hut' | 'exact';
  readonly seed: number;
  readonly signal?: AbortSignal;
}

/** The block of the record, and the first seed's map for the scatter. */
export interface MeasuredOverlap {
  readonly block: OverlapBlock;
  readonly embedding: PairEmbedding;
}

/** `embedding.json`: where the pairs lie in the first seed's map. */
export interface PairEmbedding {
  /** Places of the pairs among the test images of the run. */
  readonly indices: readonly number[];
  readonly labels: readonly number[];
  readonly classNames: readonly string[];
  /** x, y of each original, one after the other. */
  readonly originals: readonly number[];
  readonly reconstructions: readonly number[];
}

/** Directions that t-SNE sees: the principal components of the originals, as the field does it. */
const dimensions = 50;

/** Embeds originals and reconstructions of test images together, and scores how they mix. */
export async function measureOverlap(
  test: ImageDataset,
  reconstructions: ImageBatch,
  settings: OverlapSettings,
): Promise<MeasuredOverlap> {
  const { engine, seed, signal } = settings;
  const { dataset, indices } = stratifiedSubset(test, Math.min(settings.pairs, test.labels.length), seed);
  const [originals, copies] = onPrincipalAxes(dataset.images, selectImages(reconstructions, indices));
  const classes = { labels: dataset.labels, names: dataset.classNames };
  const measured = await tsneOverlap(originals, copies, {
    classes,
    seeds: seedsFrom(seed),
    tsne: { engine, signal },
  });
  return { block: blockOf(measured), embedding: embeddingOf(measured, dataset, indices) };
}

function onPrincipalAxes(originals: ImageBatch, reconstructions: ImageBatch): [Points, Points] {
  const x = toUnitRange(originals);
  const components = Math.min(dimensions, x.shape[0] - 1, x.data.length / x.shape[0]);
  const pca = fitPca(x, { components });
  const points = (images: ImageBatch): Points => ({
    data: pcaEncode(pca, images),
    shape: [images.shape[0], components],
  });
  return [points(x), points(reconstructions)];
}

function seedsFrom(seed: number): number[] {
  return [seed, seed + 1, seed + 2];
}

function blockOf({ engine, n, overlap, pairFidelity, p, perClass }: TsneOverlap): OverlapBlock {
  const classes = perClass.map((c) => ({
    label: c.label,
    n: c.n,
    overlap: c.overlap,
    pairFidelity: c.pairFidelity,
    p: c.p,
  }));
  return { engine, n, overlap, pairFidelity, p, perClass: classes };
}

function embeddingOf(
  { maps: [{ data }] }: TsneOverlap,
  { labels, classNames }: ImageDataset,
  indices: Uint32Array,
): PairEmbedding {
  const half = data.length / 2;
  const rounded = (from: number) =>
    Array.from(data.subarray(from, from + half), (value) => Number(value.toPrecision(5)));
  return {
    indices: [...indices],
    labels: [...labels],
    classNames,
    originals: rounded(0),
    reconstructions: rounded(half),
  };
}
