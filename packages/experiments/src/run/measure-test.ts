import type { ImageDataset } from '@aelab/datasets';
import { toUnitRange, type ImageBatch } from '@aelab/images';
import { errorPer100Ink, mae, mean, meanPsnr, mse, perClass, rmseOfMeanMse } from '@aelab/metrics';
import type { DistortionBlock, TestBlock } from '@aelab/viz';

/** The `test` block of the record: what reconstructions of the test images lose, pixels in [0, 1]. */
export function measureTest(
  { images, labels, classNames }: ImageDataset,
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

/** The figures that models and baselines alike are given. */
export function measureDistortion(
  originals: ImageBatch,
  reconstructions: ImageBatch,
): Required<Omit<DistortionBlock, 'ssim'>> {
  return {
    mse: mean(mse(originals, reconstructions)),
    rmse: rmseOfMeanMse(originals, reconstructions),
    mae: mean(mae(originals, reconstructions)),
    psnr: meanPsnr(originals, reconstructions),
  };
}
