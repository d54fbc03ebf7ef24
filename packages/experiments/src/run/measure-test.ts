import { imageSize, toUnitRange, type ImageBatch } from '@aelab/images';
import { bootstrapMeans, ink, mae, mean, mse, perClass, psnr, ssim } from '@aelab/metrics';
import type { DistortionBlock, TestBlock } from '@aelab/viz';

/** What {@link measureTest} needs of a data set. */
export interface LabelledImages {
  readonly images: ImageBatch;
  /** One class number per image. */
  readonly labels: ArrayLike<number>;
  readonly classNames: readonly string[];
}

/** What each reconstruction loses, pixels in [0, 1]: one figure per image. SSIM is the paper's, preset `wang`. */
export interface ImageFigures {
  readonly mse: Float64Array;
  readonly mae: Float64Array;
  readonly psnr: Float64Array;
  /** Absent where images are smaller than its window. */
  readonly ssim?: Float64Array | undefined;
}

/** Side of the window of SSIM. */
const ssimWindow = 11;

/** The figures that models and baselines alike are given; both batches in [0, 1]. */
export function imageFigures(originals: ImageBatch, reconstructions: ImageBatch): ImageFigures {
  const [, height, width] = originals.shape;
  return {
    mse: mse(originals, reconstructions),
    mae: mae(originals, reconstructions),
    psnr: psnr(originals, reconstructions),
    ssim: Math.min(height, width) >= ssimWindow ? ssim(originals, reconstructions) : undefined,
  };
}

/** Means over the images. */
export function distortionBlock(figures: ImageFigures): MeasuredDistortion {
  const meanMse = mean(figures.mse);
  return {
    mse: meanMse,
    rmse: Math.sqrt(meanMse),
    mae: mean(figures.mae),
    psnr: mean(figures.psnr),
    ...(figures.ssim && { ssim: mean(figures.ssim) }),
  };
}

type MeasuredDistortion = Required<Omit<DistortionBlock, 'ssim'>> & Pick<DistortionBlock, 'ssim'>;

export function measureDistortion(originals: ImageBatch, reconstructions: ImageBatch): MeasuredDistortion {
  return distortionBlock(imageFigures(originals, reconstructions));
}

/** The `test` block of the record: what reconstructions of the test images lose, with 95 % intervals over the images. */
export function measureTest(
  { images, labels, classNames }: LabelledImages,
  figures: ImageFigures,
  seed: number,
): TestBlock {
  const unit = toUnitRange(images);
  return testBlock({ ...figures, ink: ink(unit) }, imageSize(unit), { labels, classNames }, seed);
}

/** {@link measureTest} of figures alone; `ink` is that of each original. */
export function testBlock(
  figures: ImageFigures & { readonly ink: Float64Array },
  imageSize: number,
  { labels, classNames }: Omit<LabelledImages, 'images'>,
  seed: number,
): TestBlock {
  const [mseMean, psnrMean] = bootstrapMeans([figures.mse, figures.psnr], { seed });
  const classes = perClass(figures.mse, labels, classNames, { seed });
  const errors = new Float64Array(classNames.length);
  const inks = new Float64Array(classNames.length);
  for (let i = 0; i < labels.length; i++) {
    errors[labels[i]] += 100 * (figures.mse[i] * imageSize);
    inks[labels[i]] += figures.ink[i];
  }
  return {
    ...distortionBlock(figures),
    mseInterval: mseMean.interval,
    psnrInterval: psnrMean.interval,
    perClass: classes.map(({ label, n, mean, interval }, c) => ({
      label,
      n,
      mse: mean,
      mseInterval: interval,
      msePer100Ink: errors[c] / inks[c],
    })),
  };
}
