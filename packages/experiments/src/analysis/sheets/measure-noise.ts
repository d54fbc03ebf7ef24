import { addNoise, type ImageDataset } from '@aelab/datasets';
import { toUnitRange, type ImageBatch } from '@aelab/images';
import { denoisingGain, mean, psnr, psnrGain } from '@aelab/metrics';
import { pcaDecode, pcaEncode, type LinearBasis } from '@aelab/metrics/pca';
import { reconstruct, type Autoencoder } from '@aelab/models';
import type { ImageSheet, NoiseBlock, NoiseStrengthBlock } from '@aelab/viz';
import type { ChosenImages } from './choose-images.js';

const factors = [0.1, 0.2, 0.3, 0.4, 0.5, 0.6];

/** What the model, the best filters and PCA gain on test images with Gaussian noise, at each of six strengths. */
export async function measureNoise(
  model: Autoencoder,
  { images }: ImageDataset,
  pca: LinearBasis | undefined,
  seed: number,
): Promise<NoiseBlock> {
  const clean = toUnitRange(images);
  const strengths: NoiseStrengthBlock[] = [];
  for (const factor of factors) {
    const noisy = addNoise(clean, factor, seed);
    const { overNoisy, overMedian, overGaussian } = denoisingGain(
      clean,
      noisy,
      await reconstruct(model, noisy),
      { seed },
    );
    strengths.push({
      factor,
      psnr: mean(psnr(clean, noisy)),
      model: { gain: overNoisy.value, interval: overNoisy.interval },
      medianFilter: overNoisy.value - overMedian.value,
      gaussianFilter: overNoisy.value - overGaussian.value,
      ...(pca && { pca: mean(psnrGain(clean, noisy, pcaDecode(pca, pcaEncode(pca, noisy)))) }),
    });
  }
  return { n: images.shape[0], strengths };
}

/** Clean images, and under them their noisy copies over what the model makes of those, at three strengths. */
export async function noiseSheet(
  model: Autoencoder,
  { images, names }: ChosenImages,
  seed: number,
): Promise<ImageSheet> {
  const rows: { label: string; images: ImageBatch }[] = [{ label: 'Original', images }];
  for (const factor of [0.2, 0.4, 0.6]) {
    const noisy = addNoise(images, factor, seed);
    rows.push(
      { label: `Noise ${factor}`, images: noisy },
      { label: 'Made of it', images: await reconstruct(model, noisy) },
    );
  }
  return { columns: names, rows };
}
