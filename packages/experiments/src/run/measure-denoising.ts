import { toUnitRange, type ImageBatch } from '@aelab/images';
import { deriveSeed } from '@aelab/kernels/random';
import { denoisingGain, mean, psnr } from '@aelab/metrics';
import { reconstruct, type Autoencoder } from '@aelab/models';
import type { DenoisingBlock } from '@aelab/viz';
import { corruptionFrom, type CorruptionConfig } from '../corruptions.js';

/**
 * What a model that was trained on damaged images makes of damaged test images, beside filters that learnt nothing: one
 * block for each corruption.
 */
export async function measureDenoising(
  model: Autoencoder,
  images: ImageBatch,
  corruptions: readonly CorruptionConfig[],
  seed: number,
): Promise<DenoisingBlock[]> {
  const originals = toUnitRange(images);
  const blocks: DenoisingBlock[] = [];
  for (const corruption of corruptions) {
    const damaged = corruptionFrom(corruption)(originals, deriveSeed(seed, 'test corruption'));
    const repaired = await reconstruct(model, damaged);
    const gain = denoisingGain(originals, damaged, repaired, { seed });
    const over = ({ value, interval }: typeof gain.overNoisy) => ({ gain: value, interval });
    blocks.push({
      corruption,
      psnr: mean(psnr(originals, repaired)),
      damaged: over(gain.overNoisy),
      medianFilter: { ...over(gain.overMedian), size: gain.overMedian.size },
      gaussianFilter: { ...over(gain.overGaussian), sigma: gain.overGaussian.sigma },
    });
  }
  return blocks;
}
