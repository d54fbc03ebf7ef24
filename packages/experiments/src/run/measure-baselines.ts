import { imageSize, toUnitRange, type ImageBatch } from '@aelab/images';
import { bootstrapMean, floorReconstruction, naiveFloors } from '@aelab/metrics';
import {
  componentCount,
  fitPca,
  pcaDecode,
  pcaEncode,
  pcaErrorCurve,
  type LinearBasis,
} from '@aelab/metrics/pca';
import type { BaselinesBlock, LinearBlock } from '@aelab/viz';
import type { RunData } from './load-data.js';
import { distortionBlock, imageFigures, measureDistortion } from './measure-test.js';

/**
 * The `baselines` block of the record: the naive floors, and PCA with as many components as the model's latent has
 * values (that may differ from 0), fitted on the images that the model may learn from. There is no PCA where there are fewer images or pixel
 * values than components.
 */
export function measureBaselines(
  { train, test }: RunData,
  components: number,
  beside: ComparedModel,
): BaselinesBlock {
  const originals = toUnitRange(test.images);
  const floors = naiveFloors(train.images, train.labels, train.classNames.length);
  const floor = (name: keyof typeof floors) =>
    measureDistortion(originals, toUnitRange(floorReconstruction(floors, name, test.labels)));
  const isPossible = components <= Math.min(imageSize(train.images), train.images.shape[0] - 1);
  return {
    zero: floor('zero'),
    mean: floor('mean'),
    median: floor('median'),
    classMean: floor('classMean'),
    ...(isPossible && {
      pca: measureLinear(fitPca(train.images, { components }), test.images, beside),
    }),
  };
}

/** The model that a baseline is compared with, on the same images. */
export interface ComparedModel {
  /** MSE of each image. */
  readonly modelErrors: Float64Array;
  /** Of the bootstrap. */
  readonly seed: number;
}

/** What a linear code loses of the test images; its MSE in Float64, the rest of Float32 reconstructions. */
export function measureLinear(
  basis: LinearBasis,
  images: ImageBatch,
  { modelErrors, seed }: ComparedModel,
): LinearBlock {
  const components = componentCount(basis);
  const figures = imageFigures(toUnitRange(images), pcaDecode(basis, pcaEncode(basis, images)));
  const differences = modelErrors.map((error, i) => error - figures.mse[i]);
  return {
    ...distortionBlock(figures),
    mse: pcaErrorCurve(basis, images)[components],
    mseDifferenceInterval: bootstrapMean(differences, { seed }).interval,
    components,
  };
}
