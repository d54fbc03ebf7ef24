import { imageSize, selectImages } from '@aelab/images';
import type { ImageBatch } from '@aelab/images';
import { imagesByClass } from '../classes/images-by-class.js';
import { fitPca } from '../pca/fit-pca.js';
import type { Pca } from '../pca/fit-pca.js';
import { assertImageShape, componentCount, forEachCentredBlock, pcaDecode } from '../pca/linear-basis.js';
import { innerProducts } from '../pca/row-products.js';

/** A PCA for each class; an image is encoded by the one that fits it best. */
export interface ClassPca {
  /** By class, all of as many components. */
  readonly bases: readonly Pca[];
}

/**
 * Fits a PCA to the images of each class. Its latent is the number of the PCA that was chosen and the coordinates in
 * it: one value more than components. It does not look at a test image's label, so it is a code like any other, and
 * linear in pieces.
 *
 * @param images - training images
 * @param labels - one class number per image, from 0
 * @param nClasses - each needs more images than components
 * @param options.components - per class
 * @throws RangeError if labels do not fit, or a class has too few images
 * @example
 * const images = imageBatch(new Float32Array([0, 0.25, 0.75, 1]), [4, 1, 1, 1]);
 * fitClassPca(images, [0, 0, 1, 1], 2, { components: 1 }).bases.map(({ mean }) => mean[0]); // [0.125, 0.875]
 */
export function fitClassPca(
  images: ImageBatch,
  labels: ArrayLike<number>,
  nClasses: number,
  options: { components: number },
): ClassPca {
  if (labels.length !== images.shape[0])
    throw new RangeError(
      `fitClassPca: there are ${labels.length} labels and ${images.shape[0]} images; there must be one each`,
    );
  const members = imagesByClass('fitClassPca', labels, nClasses);
  return {
    bases: members.map((own, label) => {
      if (own.length <= options.components)
        throw new RangeError(
          `fitClassPca: class ${label} has ${own.length} images; it needs more than the ${options.components} components`,
        );
      return fitPca(selectImages(images, own), options);
    }),
  };
}

/** The latent values, `[n, 1 + components]`: the number of the best PCA, and the coordinates in it. */
export function classPcaEncode(code: ClassPca, images: ImageBatch): Float64Array {
  const k = componentCount(code.bases[0]);
  const latents = new Float64Array(images.shape[0] * (k + 1));
  const least = new Float64Array(images.shape[0]).fill(Infinity);
  forEachCode(code, images, (errors, coordinates, i, label) => {
    if (errors[k] >= least[i]) return;
    least[i] = errors[k];
    latents[i * (k + 1)] = label;
    latents.set(coordinates, i * (k + 1) + 1);
  });
  return latents;
}

/** The images of latent values, as float images in [0, 1] that are not clipped. */
export function classPcaDecode({ bases }: ClassPca, latents: Float32Array | Float64Array): ImageBatch {
  const { imageShape, mean } = bases[0];
  const width = componentCount(bases[0]) + 1;
  const n = latents.length / width;
  const data = new Float32Array(n * mean.length);
  for (let i = 0; i < n; i++) {
    const [label, ...coordinates] = latents.subarray(i * width, (i + 1) * width);
    data.set(pcaDecode(bases[label], Float64Array.from(coordinates)).data, i * mean.length);
  }
  return { data, shape: [n, ...imageShape], range: [0, 1] };
}

/** Mean squared error of test images with 0, 1, …, k coordinates, each by the PCA that is best at that many. */
export function classPcaErrorCurve(code: ClassPca, images: ImageBatch): Float64Array {
  const k = componentCount(code.bases[0]);
  const least = new Float64Array(images.shape[0] * (k + 1)).fill(Infinity);
  forEachCode(code, images, (errors, _, i) => {
    for (let j = 0; j <= k; j++) least[i * (k + 1) + j] = Math.min(least[i * (k + 1) + j], errors[j]);
  });
  const curve = new Float64Array(k + 1);
  for (let e = 0; e < least.length; e++) curve[e % (k + 1)] += least[e] / images.data.length;
  return curve;
}

/** Visits each image in each class's PCA: its squared error with 0, 1, … coordinates, and the coordinates. */
function forEachCode(
  { bases }: ClassPca,
  images: ImageBatch,
  visit: (errors: Float64Array, coordinates: Float64Array, image: number, label: number) => void,
): void {
  assertImageShape('classPca', bases[0], images);
  const d = imageSize(images);
  bases.forEach((basis, label) => {
    const k = componentCount(basis);
    forEachCentredBlock(basis, images, (rows, start) => {
      const latents = innerProducts(rows, basis.components, d);
      for (let i = 0; i * d < rows.length; i++) {
        const coordinates = latents.subarray(i * k, (i + 1) * k);
        visit(squaredErrors(rows.subarray(i * d, (i + 1) * d), coordinates), coordinates, start + i, label);
      }
    });
  });
}

function squaredErrors(image: Float64Array, coordinates: Float64Array): Float64Array {
  const errors = new Float64Array(coordinates.length + 1);
  errors[0] = image.reduce((sum, value) => sum + value * value, 0);
  coordinates.forEach((value, j) => (errors[j + 1] = Math.max(0, errors[j] - value * value)));
  return errors;
}
