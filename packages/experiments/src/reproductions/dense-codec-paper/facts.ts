import { decoderBytes } from '@aelab/codec';
import { mnist, stratifiedSubset } from '@aelab/datasets';
import { breakEvenImages } from '@aelab/metrics';
import { imageFormatPoint } from '../../rivals/index.js';
import type { Scale } from '../results.js';

/** Weights and biases of 64-128-784, the half that a receiver needs. */
const decoderParameters = 64 * 128 + 128 + 128 * 784 + 784;
const codeBytes = 64;

/** What the transfer of a model costs, counted fairly: the decoder alone, bytes for bytes. */
export async function facts(scale: Scale) {
  const { images } = stratifiedSubset(await mnist('test'), scale === 'quick' ? 500 : 2000, 0).dataset;
  const webp = (await imageFormatPoint(images, 'webp-lossless', 'image')).bytesPerImage;
  const float32 = decoderBytes(decoderParameters, 'float32');
  return {
    ...{ decoderParameters, decoderFloat32: float32, losslessWebpBytes: webp, codeBytes },
    breakEven: {
      'against raw pixels, decoder as float32': breakEvenImages(float32, 784, codeBytes),
      'against raw pixels, decoder as int8': breakEvenImages(
        decoderBytes(decoderParameters, 'int8'),
        784,
        codeBytes,
      ),
      'against lossless WebP, decoder as float32': breakEvenImages(float32, webp, codeBytes),
    },
  };
}
