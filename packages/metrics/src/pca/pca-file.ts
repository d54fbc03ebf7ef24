import { decodeNpz, encodeNpz } from '@aelab/images';
import type { NpyArray } from '@aelab/images';
import { innerProducts } from './row-products.js';
import type { LinearBasis } from './linear-basis.js';
import type { Pca } from './fit-pca.js';

/**
 * A PCA as the bytes of an `.npz` file, its arrays named as scikit-learn's attributes are (`components_`, `mean_`, …)
 * and `image_shape`.
 *
 * @example
 * const pca = fitPca(imageBatch(new Uint8Array([0, 0, 255, 255]), [2, 1, 2, 1]), { components: 1 });
 * decodePca(await encodePca(pca)).then(({ mean, imageShape }) => [...mean, ...imageShape]); // [0.5, 0.5, 1, 2, 1]
 */
export function encodePca(pca: Pca): Promise<Uint8Array> {
  const { mean, components, explainedVariance, explainedVarianceRatio, n, imageShape } = pca;
  return encodeNpz({
    components_: { data: components, shape: [explainedVariance.length, mean.length] },
    mean_: { data: mean, shape: [mean.length] },
    explained_variance_: { data: explainedVariance, shape: [explainedVariance.length] },
    explained_variance_ratio_: { data: explainedVarianceRatio, shape: [explainedVarianceRatio.length] },
    n_samples_: { data: Uint32Array.of(n), shape: [] },
    image_shape: { data: Uint32Array.from(imageShape), shape: [3] },
  });
}

/**
 * The PCA in an `.npz` file: one of {@link encodePca}, or one that scikit-learn fitted to rows of pixels, saved by
 * `numpy.savez(file, **{name: getattr(pca, name) for name in ['components_', 'mean_', 'explained_variance_',
 * 'explained_variance_ratio_', 'n_samples_']})`.
 *
 * A PCA of pixels in [0, 255] looks like any other: declare the range, or its mean will be 255 times too bright.
 *
 * @param options.imageShape - `[height, width, channels]` of the images, if the file does not tell
 * @param options.range - of the pixels that it was fitted to, by default `[0, 1]`
 * @throws RangeError if an array is missing, shapes do not agree, or the components are not orthonormal
 */
export async function decodePca(
  file: Uint8Array,
  options: { imageShape?: LinearBasis['imageShape']; range?: readonly [lo: number, hi: number] } = {},
): Promise<Pca> {
  const arrays = await decodeNpz(file);
  const [lo, hi] = options.range ?? [0, 1];
  const mean = numbers(arrays, 'mean_');
  const components = numbers(arrays, 'components_');
  const imageShape = options.imageShape ?? shapeIn(arrays);
  assertBasis(components, mean.length, imageShape);
  return {
    mean: mean.map((value) => (value - lo) / (hi - lo)),
    components,
    explainedVariance: numbers(arrays, 'explained_variance_').map((value) => value / (hi - lo) ** 2),
    explainedVarianceRatio: numbers(arrays, 'explained_variance_ratio_'),
    n: numbers(arrays, 'n_samples_')[0],
    imageShape,
  };
}

function numbers(arrays: ReadonlyMap<string, NpyArray>, name: string): Float64Array {
  const array = arrays.get(name);
  if (!array)
    throw new RangeError(
      `decodePca: the file holds ${[...arrays.keys()].join(', ')}; it must hold ${name} too`,
    );
  return Float64Array.from(array.data as ArrayLike<number>, Number);
}

function shapeIn(arrays: ReadonlyMap<string, NpyArray>): LinearBasis['imageShape'] {
  if (!arrays.has('image_shape'))
    throw new RangeError('decodePca: the file does not tell the shape of an image; pass imageShape');
  const [height, width, channels] = numbers(arrays, 'image_shape');
  return [height, width, channels];
}

function assertBasis(components: Float64Array, d: number, imageShape: LinearBasis['imageShape']): void {
  const size = imageShape.reduce((product, side) => product * side, 1);
  if (size !== d || components.length % d !== 0)
    throw new RangeError(
      `decodePca: the mean has ${d} values and the components ${components.length}; an image of shape [${imageShape.join(',')}] has ${size}`,
    );
  const k = components.length / d;
  const worst = innerProducts(components, components, d).reduce((most, product, e) => {
    const expected = e % (k + 1) === 0 ? 1 : 0;
    return Math.max(most, Math.abs(product - expected));
  }, 0);
  if (!(worst < 1e-4))
    throw new RangeError(
      `decodePca: the components' products are off by ${worst}; they must be orthonormal rows`,
    );
}
