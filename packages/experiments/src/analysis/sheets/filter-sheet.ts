import { imageSize, toUnitRange, type ImageBatch } from '@aelab/images';
import { random } from '@aelab/kernels/random';
import { fitPca } from '@aelab/metrics/pca';
import { firstFilters, type Autoencoder, type Filters } from '@aelab/models';
import { signedColours, type ImageSheet } from '@aelab/viz';

const mostFilters = 12;

/**
 * The filters of the first layer with the largest weights, over as many principal components of what they look at: of
 * training images, or of patches of them for a convolution.
 *
 * @returns nothing where the first layer has no filters, or they have neither 1 nor 3 channels
 */
export async function filterSheet(
  model: Pick<Autoencoder, 'encoder'>,
  training: ImageBatch,
  seed: number,
): Promise<ImageSheet | undefined> {
  const filters = await firstFilters(model);
  if (!filters || ![1, 3].includes(filters.shape[3])) return undefined;
  const [, height, width] = filters.shape;
  const seen =
    height === training.shape[1] && width === training.shape[2]
      ? training
      : patches(training, filters.shape, seed);
  const components = Math.min(mostFilters, filters.shape[0], imageSize(seen), seen.shape[0] - 1);
  const { components: axes } = fitPca(seen, { components });
  const tiles = (values: ArrayLike<number>) => picture(values, [components, ...seen.shape.slice(1)]);
  return {
    rows: [
      { label: 'Filter', images: tiles(strongest(filters, components)) },
      { label: 'PCA', images: tiles(axes) },
    ],
  };
}

/** So many filters, those with the largest weights first. */
function strongest({ data, shape: [units] }: Filters, count: number): Float32Array {
  const size = data.length / units;
  const filter = (unit: number) => data.subarray(unit * size, (unit + 1) * size);
  const energy = Array.from({ length: units }, (_, unit) =>
    filter(unit).reduce((sum, weight) => sum + weight ** 2, 0),
  );
  const order = [...energy.keys()].sort((a, b) => energy[b] - energy[a] || a - b).slice(0, count);
  return Float32Array.from(order.flatMap((unit) => [...filter(unit)]));
}

const patchCount = 20_000;

/** Random patches of random images. */
function patches(images: ImageBatch, [, height, width]: Filters['shape'], seed: number): ImageBatch {
  const { integer } = random(seed, 'patches');
  const { data } = toUnitRange(images);
  const [n, fullHeight, fullWidth, channels] = images.shape;
  const row = width * channels;
  const kept = new Float32Array(patchCount * height * row);
  for (let patch = 0; patch < patchCount; patch++) {
    const [i, top, left] = [integer(n), integer(fullHeight - height + 1), integer(fullWidth - width + 1)];
    for (let y = 0; y < height; y++) {
      const from = ((i * fullHeight + top + y) * fullWidth + left) * channels;
      kept.set(data.subarray(from, from + row), (patch * height + y) * row);
    }
  }
  return { data: kept, shape: [patchCount, height, width, channels], range: [0, 1] };
}

/** Weights as pictures: of one channel in blue and orange, of three as colours about grey, each on its own scale. */
function picture(values: ArrayLike<number>, shape: readonly number[]): ImageBatch {
  const [n, height, width, channels] = shape;
  if (channels === 1) return signedColours(values, [n, height, width, 1]);
  const size = height * width * channels;
  const data = Float32Array.from(values);
  for (let i = 0; i < n; i++) {
    const own = data.subarray(i * size, (i + 1) * size);
    const greatest = own.reduce((most, weight) => Math.max(most, Math.abs(weight)), 0) || 1;
    own.forEach((weight, k) => (own[k] = 0.5 + weight / (2 * greatest)));
  }
  return { data, shape: [n, height, width, channels], range: [0, 1] };
}
