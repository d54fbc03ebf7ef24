import { toUnitRange, type ImageBatch } from '@aelab/images';
import { errorPer100Ink, mae, mean, meanPsnr, mse, perClass, rmseOfMeanMse, ssim } from '@aelab/metrics';
import type { DistortionBlock, TestBlock } from '@aelab/viz';

/** What {@link measureTest} needs of a data set. */
export interface LabelledImages {
  readonly images: ImageBatch;
  /** One class number per image. */
  readonly labels: ArrayLike<number>;
  readonly classNames: readonly string[];
}

/** The `test` block of the record: what reconstructions of the test images lose, pixels in [0, 1]. */
export function measureTest(
  { images, labels, classNames }: LabelledImages,
  reconstructions: ImageBatch,
  seed: number,
): TestBlock {
  const originals = toUnitRange(images);
  const classes = perClass(mse(originals, reconstructions), labels, classNames, { seed });
  const ink = errorPer100Ink(originals, reconstructions, labels, classNames, { seed });
  return {
    ...measureDistortion(originals, reconstructions),
    perClass: classes.map(({ label, n, mean, interval }, c) => ({
      label,
      n,
      mse: mean,
      mseInterval: interval,
      msePer100Ink: ink[c].squared.value,
    })),
  };
}

/** Side of the window of SSIM: smaller images have none. */
const ssimWindow = 11;

/** The figures that models and baselines alike are given; SSIM is the paper's, preset `wang`. */
export function measureDistortion(originals: ImageBatch, reconstructions: ImageBatch): MeasuredDistortion {
  const [, height, width] = originals.shape;
  return {
    mse: mean(mse(originals, reconstructions)),
    rmse: rmseOfMeanMse(originals, reconstructions),
    mae: mean(mae(originals, reconstructions)),
    psnr: meanPsnr(originals, reconstructions),
    ...(Math.min(height, width) >= ssimWindow && { ssim: mean(ssim(originals, reconstructions)) }),
  };
}

type MeasuredDistortion = Required<Omit<DistortionBlock, 'ssim'>> & Pick<DistortionBlock, 'ssim'>;
