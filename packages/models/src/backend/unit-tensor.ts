import type { ImageBatch } from '@aelab/images';
import { selectImages, toUnitRange } from '@aelab/images';
import type { NamedAttrMap, Tensor4D } from '@tensorflow/tfjs-core';
import { engine, tensor4d } from '@tensorflow/tfjs-core';
import { hasKernel } from './has-kernel.js';

/**
 * Images, or those with the given indices, as a Float32 tensor with values in [0, 1]; bytes are gathered and become
 * floats on the backend where it has a kernel for that.
 */
export function unitTensor(images: ImageBatch, indices?: Uint32Array): Tensor4D {
  if (images.data instanceof Uint8Array && hasKernel('AelabUnitRange'))
    return engine().runKernel('AelabUnitRange', {}, { images, indices } as unknown as NamedAttrMap);
  const { data, shape } = toUnitRange(indices ? selectImages(images, indices) : images);
  return tensor4d(data, [...shape]);
}
