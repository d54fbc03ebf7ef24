import { random, shuffle, type Random } from '@aelab/kernels/random';
import { selectExamples, type ImageDataset } from './image-dataset.js';

/** Some images of a data set, and which ones they are. */
export interface Subset {
  readonly dataset: ImageDataset;
  /** Their places in the data set that they were taken from, ascending. */
  readonly indices: Uint32Array;
}

/**
 * `n` images drawn at random, each class in proportion: a class of `m` of the `N` images gets `n·m/N`, rounded by the
 * largest remainder. The first n images of a file are no such sample: files may be sorted, and MNIST's test file has its
 * easy half first.
 *
 * @param n - a whole number, 0 to the number of images
 * @param seed - the same seed chooses the same images on every machine
 * @returns the images in their old order, with their indices
 * @throws RangeError if there are not n images
 */
export function stratifiedSubset(dataset: ImageDataset, n: number, seed: number): Subset {
  return take(dataset, chooseIndices('stratifiedSubset', dataset, n, seed, drawImages));
}

/**
 * Sets `held` images aside, each class in proportion, to choose weights and settings on: a validation split. Nothing is
 * in both parts, and together they are the data set.
 *
 * Where the data set has `groups`, images of one photograph stay together: of each class, whole groups are set aside in
 * random order as long as they fit into its share, so that there may be somewhat fewer than `held` images.
 *
 * @param held - how many images to set aside, 0 to the number of images
 * @param seed - the same seed chooses the same images on every machine
 * @throws RangeError if there are not that many images
 */
export function stratifiedSplit(
  dataset: ImageDataset,
  held: number,
  seed: number,
): { readonly rest: Subset; readonly held: Subset } {
  const draw = dataset.groups ? drawGroups(dataset.groups) : drawImages;
  const chosen = chooseIndices('stratifiedSplit', dataset, held, seed, draw);
  const isChosen = new Set(chosen);
  const others = Uint32Array.from({ length: dataset.labels.length }, (_, i) => i).filter(
    (i) => !isChosen.has(i),
  );
  return { rest: take(dataset, others), held: take(dataset, chosen) };
}

/** All the images come back as they are, without a copy. */
function take(dataset: ImageDataset, indices: Uint32Array): Subset {
  const all = indices.length === dataset.labels.length;
  return { dataset: all ? dataset : selectExamples(dataset, indices), indices };
}

function chooseIndices(
  caller: string,
  { labels, classNames }: ImageDataset,
  n: number,
  seed: number,
  draw: typeof drawImages,
): Uint32Array {
  if (!Number.isInteger(n) || n < 0 || n > labels.length)
    throw new RangeError(
      `${caller}: ${n} images asked for; it must be a whole number from 0 to ${labels.length}`,
    );
  const members = classNames.map((): number[] => []);
  labels.forEach((label, i) => members[label].push(i));
  const quotas = largestRemainder(
    n,
    members.map((list) => list.length),
  );
  const chosen = members.flatMap((list, k) => draw(list, quotas[k], random(seed, caller, k)));
  return Uint32Array.from(chosen).sort();
}

function drawImages(members: number[], quota: number, generator: Random): number[] {
  return shuffle(members, generator).slice(0, quota);
}

/** Whole groups in random order, as long as they fit. */
function drawGroups(groups: Uint32Array) {
  return (members: number[], quota: number, generator: Random): number[] => {
    const ofGroup = new Map<number, number[]>();
    for (const i of members) ofGroup.set(groups[i], [...(ofGroup.get(groups[i]) ?? []), i]);
    const chosen: number[] = [];
    for (const group of shuffle([...ofGroup.values()], generator))
      if (chosen.length + group.length <= quota) chosen.push(...group);
    return chosen;
  };
}

/** `total` shared out in proportion to the sizes: everyone's whole part, then one each to the largest fractions. */
function largestRemainder(total: number, sizes: readonly number[]): number[] {
  const sum = sizes.reduce((a, b) => a + b, 0);
  const shares = sizes.map((size) => (total * size) / sum);
  const quotas = shares.map(Math.floor);
  const missing = total - quotas.reduce((a, b) => a + b, 0);
  const byFraction = [...sizes.keys()].sort((a, b) => shares[b] - quotas[b] - (shares[a] - quotas[a]));
  for (const k of byFraction.slice(0, missing)) quotas[k]++;
  return quotas;
}
